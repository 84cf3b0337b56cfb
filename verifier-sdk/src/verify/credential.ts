import { equalBytes, fromHex, toHex } from '../formats/bytes.js';
import { verifyCredential } from '../formats/credential.js';
import type { Credential } from '../formats/credential.js';
import { sha256 } from '../formats/hash.js';
import type { Context } from './context.js';
import { findKey, judgeType } from './issuer.js';
import type { KeyFinding } from './issuer.js';
import type { Proof } from './receipt.js';
import { fail, pass } from './report.js';
import type { Finding, ReportedCertificate } from './report.js';

/** A key that signed something, by its SubjectPublicKeyInfo. */
export interface Signer {
  readonly kid: string;
  readonly spki: Uint8Array;
}

export function describeCredential(credential: Credential, issuerName: string | null): ReportedCertificate {
  const { certId, identifier, typeCode, typeName, issuer, validFrom, validUntil, fields } = credential;
  const { titles, copy } = credential;
  return {
    certId: toHex(certId),
    identifier,
    type: typeCode,
    name: typeName,
    issuer: { code: issuer, name: issuerName },
    validFrom,
    validUntil,
    fields,
    ...(titles && { titles }),
    ...(copy && { copy: { ...copy, of: toHex(copy.of) } }),
  };
}

/** Whether the attested entry names this very key: kid alone is only eight bytes of a hash. */
async function isAttested({ statement }: Proof, signer: Signer): Promise<boolean> {
  const attested = statement.keys.find(({ kid }) => kid === signer.kid);
  return attested !== undefined && equalBytes(fromHex(attested.spki), await sha256(signer.spki));
}

/** A key good for its entry: what was anchored up to the revocation stays good. */
function wasGood({ key }: KeyFinding, { entry }: Proof): boolean {
  return key?.revokedAfter === undefined || entry.seq <= key.revokedAfter;
}

async function judgeByProof(
  credential: Credential,
  proof: Proof,
  signer: Signer | undefined,
  registered: KeyFinding,
): Promise<Finding> {
  const isNamed = proof.statement.keys.some(({ kid }) => kid === credential.kid);
  const isSigned = !signer || (await isAttested(proof, signer));
  if (!isNamed || !isSigned || !wasGood(registered, proof)) return fail('KEY_NOT_VALID');
  return proof.entry.types.includes(credential.typeCode) ? pass : fail('ISSUER_NOT_ALLOWED');
}

function judgeByRegistry(credential: Credential, signer: Signer | undefined, found: KeyFinding): Finding {
  const { registered, key, finding } = found;
  if (!registered || !key) return finding;
  if (signer && !equalBytes(key.spki, signer.spki)) return fail('KEY_NOT_VALID');
  if (!registered.keys.has(credential.kid)) return fail('KEY_NOT_VALID');
  return judgeType(registered, credential.typeCode);
}

/**
 * Whether credential, PDF signer and entry are of one issuer that may issue this: by the attested entry where
 * anchoring is proved, which needs no mirror, else by the registry. `signer`: of the PDF, if it is one.
 */
export async function judgeCredentialIssuer(
  context: Context,
  credential: Credential,
  signer: Signer | undefined,
  proof: Proof | undefined,
): Promise<{ finding: Finding; name: string | null }> {
  const found = findKey(context, credential.issuer, signer?.kid ?? credential.kid);
  const name = found.registered?.name ?? proof?.statement.name ?? null;
  const finding = proof
    ? await judgeByProof(credential, proof, signer, found)
    : judgeByRegistry(credential, signer, found);
  return { finding, name };
}

/** The key that should have signed the credential, where it is known. */
export function credentialSpki(
  context: Context,
  credential: Credential,
  signer?: Signer,
): Uint8Array | undefined {
  if (signer?.kid === credential.kid) return signer.spki;
  const key = context.mirror?.ledger?.registry.issuers.get(credential.issuer)?.keys.get(credential.kid);
  return key?.alg === 'ES256' ? key.spki : undefined;
}

/** The issuer's signature on the credential; undefined where the key is not known here. */
export async function isCredentialSigned(
  context: Context,
  credential: Credential,
  signer?: Signer,
): Promise<boolean | undefined> {
  const spki = credentialSpki(context, credential, signer);
  return spki && verifyCredential(credential, spki);
}
