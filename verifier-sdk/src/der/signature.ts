import { platform } from '#platform';
import { equalBytes } from '../formats/bytes.js';
import { ecdsaToRaw } from '../formats/ecdsa.js';
import { FormatError } from '../formats/error.js';
import { importKey } from '../formats/keys.js';
import type { HashAlgorithm, SignatureAlgorithm } from '../platform/platform.js';
import type { Certificate, SignatureAlgorithmName } from './certificate.js';
import type { SignedData } from './cms.js';

const SCALAR: Partial<Record<string, number>> = { ES256: 32, ES384: 48 };
const VERIFIABLE: ReadonlySet<string> = new Set<SignatureAlgorithm>([
  'ES256',
  'ES384',
  'RS256',
  'RS384',
  'RS512',
]);

function isVerifiable(name: SignatureAlgorithmName): name is SignatureAlgorithm {
  return VERIFIABLE.has(name);
}

/** Verifies a signature as X.509 and CMS carry it: ECDSA in DER. What cannot be read is false, not an error. */
async function verifyDerSignature(
  algorithm: SignatureAlgorithmName,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!isVerifiable(algorithm)) return false;
  const scalar = SCALAR[algorithm];
  try {
    const key = await importKey(algorithm, spki);
    return await key.verify(data, scalar === undefined ? signature : ecdsaToRaw(signature, scalar));
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** Whether the holder of `issuer`'s key signed this certificate; names, dates and uses are the caller's matter. */
export function isSignedBy(certificate: Certificate, issuer: Pick<Certificate, 'spki'>): Promise<boolean> {
  return verifyDerSignature(
    certificate.signatureAlgorithm,
    issuer.spki,
    certificate.tbs,
    certificate.signature,
  );
}

/** What is wrong with a SignedData over content of this digest, or undefined when it holds. */
export async function faultOf(
  cms: SignedData,
  digest: (algorithm: HashAlgorithm) => Promise<Uint8Array>,
): Promise<string | undefined> {
  const { signerCertificate: signer, signingCertificates } = cms;
  if (!equalBytes(await digest(cms.digestAlgorithm), cms.messageDigest)) return 'the content was changed';
  for (const { algorithm, hash } of signingCertificates) {
    if (!equalBytes(await platform.digest(algorithm, [signer.der]), hash)) {
      return 'the signer’s certificate is not the one that was signed';
    }
  }
  for (const signed of [cms.signedAttributes, cms.sortedAttributes]) {
    const isGood =
      signed && (await verifyDerSignature(cms.signatureAlgorithm, signer.spki, signed, cms.signature));
    if (isGood === true) return undefined;
  }
  return 'the signature does not verify';
}
