import { equalBytes, fromHex, toHex } from '../formats/bytes.js';
import { verifyCredential } from '../formats/credential.js';
import type { Credential } from '../formats/credential.js';
import { sha256 } from '../formats/hash.js';
import type { Context } from './context.js';
import { judgeEntry } from './entry-registration.js';
import { findKey, judgeType } from './issuer.js';
import { namesOf } from './issuer-name.js';
import type { Proof } from './receipt.js';
import { fail } from './report.js';
import type { Finding, ReportedCertificate, ReportedIssuer } from './report.js';
import type { Judged } from './status.js';

/** A key that signed something, by its SubjectPublicKeyInfo. */
export interface Signer {
  readonly kid: string;
  readonly spki: Uint8Array;
}

export function describeCredential(credential: Credential, issuer: ReportedIssuer): ReportedCertificate {
  const { certId, identifier, typeCode, typeName, validFrom, validUntil, fields } = credential;
  const { titles, copy } = credential;
  return {
    certId: toHex(certId),
    identifier,
    type: typeCode,
    name: typeName,
    issuer,
    validFrom,
    validUntil,
    fields,
    ...(titles && { titles }),
    ...(copy && { copy: { ...copy, of: toHex(copy.of) } }),
  };
}

/** What of a credential its status is judged by. */
export function aboutCredential({ issuer, certId, typeCode, copy }: Credential): Omit<Judged, 'kids'> {
  return { issuer, certId, type: typeCode, ...(copy && { copyOf: copy.of }) };
}

/** Whether the attested entry names this very key, for PDFs: kid alone is only eight bytes of a hash. */
async function isAttested({ statement }: Proof, signer: Signer): Promise<boolean> {
  const attested = statement.keys.find(({ kid, use }) => kid === signer.kid && use === 'certificate');
  return attested !== undefined && equalBytes(fromHex(attested.spki), await sha256(signer.spki));
}

async function judgeByProof(
  context: Context,
  credential: Credential,
  proof: Proof,
  signer: Signer | undefined,
): Promise<Finding> {
  const isNamed = proof.statement.keys.some(({ kid, use }) => kid === credential.kid && use === 'credential');
  const isSigned = !signer || (await isAttested(proof, signer));
  if (!isNamed || !isSigned) return fail('KEY_NOT_VALID');
  if (!proof.entry.types.includes(credential.typeCode)) return fail('ISSUER_NOT_ALLOWED');
  const kids = signer ? [signer.kid, credential.kid] : [credential.kid];
  return judgeEntry(context, proof, kids, credential.typeCode);
}

/** By the registry alone: the signer's key for PDFs, the credential's for credentials. */
function judgeByRegistry(context: Context, credential: Credential, signer: Signer | undefined): Finding {
  const { issuer, kid, typeCode } = credential;
  const found = findKey(context, issuer, kid, 'credential');
  if (!found.registered || !found.key) return found.finding;
  if (signer) {
    const { key, finding } = findKey(context, issuer, signer.kid, 'certificate');
    if (!key) return finding;
    if (!equalBytes(key.spki, signer.spki)) return fail('KEY_NOT_VALID');
  }
  return judgeType(found.registered, typeCode);
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
): Promise<{ finding: Finding; issuer: ReportedIssuer }> {
  const finding = proof
    ? await judgeByProof(context, credential, proof, signer)
    : judgeByRegistry(context, credential, signer);
  return { finding, issuer: namesOf(context, credential.issuer, proof) };
}

/** The key that should have signed the credential, where it is known. */
function credentialSpki(context: Context, { issuer, kid }: Credential): Uint8Array | undefined {
  const { key } = findKey(context, issuer, kid, 'credential');
  return key?.alg === 'ES256' ? key.spki : undefined;
}

/** The issuer's signature on the credential; undefined where the key is not known here. */
export async function isCredentialSigned(
  context: Context,
  credential: Credential,
): Promise<boolean | undefined> {
  const spki = credentialSpki(context, credential);
  return spki && verifyCredential(credential, spki);
}
