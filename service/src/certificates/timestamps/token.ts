import { X509Certificate, createHash, verify } from 'node:crypto';
import { OID, attributeValue, readSignedContent } from '../cms/index.js';
import type { SignedContent } from '../cms/index.js';
import { children, contentOf, encodingOf, oid, readValue } from '../cms/index.js';
import { TimestampError } from './errors.js';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const HASHES = new Map(
  (
    [
      [OID.sha256, 'sha256'],
      ['2.16.840.1.101.3.4.2.2', 'sha384'],
      ['2.16.840.1.101.3.4.2.3', 'sha512'],
    ] as const
  ).map(([dotted, name]) => [Buffer.from(oid(dotted)).toString('hex'), name]),
);

export interface ExpectedToken {
  /** MessageImprint that was asked for, DER. */
  readonly imprint: Uint8Array;
  /** INTEGER that was asked for, DER. */
  readonly nonce?: Uint8Array;
  readonly roots?: readonly Uint8Array[];
}

function wrong(what: string, cause?: unknown): TimestampError {
  return new TimestampError('TIMESTAMP_WRONG', `The timestamp ${what}.`, { cause });
}

/**
 * Checks a TimeStampToken: it stamps what was asked, its signer's certificate is for time-stamping, its signature holds.
 * @throws TimestampError `TIMESTAMP_WRONG`
 */
export function verifyToken(
  token: Uint8Array,
  expected: ExpectedToken,
): { certificates: readonly Uint8Array[] } {
  let signed: SignedContent;
  try {
    signed = readSignedContent(token);
  } catch (cause) {
    throw wrong('is not a signed TSTInfo', cause);
  }
  if (Buffer.compare(signed.contentType, oid(OID.tstInfo)) !== 0)
    throw wrong('holds something else than a TSTInfo');
  checkContent(signed.content, expected);
  const signer = findSigner(signed);
  checkSignature(signed, signer);
  if (expected.roots) checkChain(signer, signed.certificates, expected.roots);
  return { certificates: signed.certificates };
}

function checkContent(content: Uint8Array, expected: ExpectedToken): void {
  const fields = children(readValue(content));
  const [, , imprint] = fields;
  if (!imprint || Buffer.compare(digestOf(encodingOf(imprint)), digestOf(expected.imprint)) !== 0) {
    throw wrong('is for other content');
  }
  // serialNumber is the first INTEGER after the imprint, the nonce the last one.
  const nonce = fields.slice(4).find((field) => field.tag === 0x02);
  if (expected.nonce && (!nonce || Buffer.compare(encodingOf(nonce), expected.nonce) !== 0)) {
    throw wrong('answers another request');
  }
}

/** Authorities may leave out the algorithm's NULL: algorithm and digest are compared, not their encoding. */
function digestOf(imprint: Uint8Array): Uint8Array {
  const [algorithm, digest] = children(readValue(imprint));
  const name = algorithm && children(algorithm)[0];
  if (!name || !digest) throw wrong('has no imprint');
  return Buffer.concat([encodingOf(name), contentOf(digest)]);
}

function findSigner(signed: SignedContent): X509Certificate {
  const [, serial] = children(readValue(signed.signerId));
  const wanted = serial ? Buffer.from(contentOf(serial)).toString('hex').replace(/^0+/, '') : '';
  for (const der of signed.certificates) {
    const certificate = new X509Certificate(der);
    if (certificate.serialNumber.toLowerCase().replace(/^0+/, '') !== wanted) continue;
    if (!certificate.keyUsage.includes(TIME_STAMPING))
      throw wrong("'s signer is not certified for time-stamping");
    return certificate;
  }
  throw wrong('lacks the certificate of its signer');
}

function checkSignature(signed: SignedContent, signer: X509Certificate): void {
  const hash = HASHES.get(Buffer.from(signed.digestAlgorithm).toString('hex'));
  const digest = attributeValue(signed.signedAttributes, OID.messageDigest);
  if (!hash || !digest) throw wrong('uses an unknown digest');
  const actual = createHash(hash).update(signed.content).digest();
  if (Buffer.compare(contentOf(readValue(digest)), actual) !== 0) throw wrong('does not sign its content');
  if (!verify(hash, signed.signedAttributes, signer.publicKey, signed.signature))
    throw wrong('has a bad signature');
}

function checkChain(
  leaf: X509Certificate,
  others: readonly Uint8Array[],
  roots: readonly Uint8Array[],
): void {
  const trusted = roots.map((root) => new X509Certificate(root));
  const pool = others.map((der) => new X509Certificate(der));
  let current = leaf;
  for (let depth = 0; depth < 8; depth++) {
    const above = trusted.find((root) => isIssuer(root, current));
    if (above) return;
    const next = pool.find((candidate) => candidate.ca && isIssuer(candidate, current));
    if (!next || next.fingerprint256 === current.fingerprint256) break;
    current = next;
  }
  throw wrong('comes from an authority that is not trusted here');
}

function isIssuer(issuer: X509Certificate, subject: X509Certificate): boolean {
  return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}
