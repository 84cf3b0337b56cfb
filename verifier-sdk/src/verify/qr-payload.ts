import { toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import type { Identifier } from '../formats/identifier.js';
import type { CoseSign1 } from '../formats/cose.js';
import { importKey } from '../formats/keys.js';
import { parseQr, parseQrSigner, qrDigest } from '../formats/qr.js';
import type { ParsedQr, QrClaims } from '../formats/qr.js';
import { wasAnchored } from '../mirror/qr-lists.js';
import type { IssuerKey } from '../mirror/issuer-history.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import { judgeMaskedHolder } from './holder.js';
import type { ExpectedHolder } from './expected-holder.js';
import { absent, findKey, judgeType } from './issuer.js';
import type { KeyFinding } from './issuer.js';
import { namesOf } from './issuer-name.js';
import { fail, pass, skipped, unknown } from './report.js';
import type { Finding, Findings, Report, ReportedCertificate, ReportedIssuer } from './report.js';
import { judgeStatus } from './status.js';
import { withSuccessor } from './successor.js';
import { judgeValidity } from './validity.js';

type Unread = 'STRUCTURE_REFUSED' | 'SIGNATURE_INVALID' | 'UPDATE_NEEDED';

/** A QR payload that was read. */
export interface FoundQr {
  readonly cose: Uint8Array;
  readonly qr: ParsedQr;
}

/** A QR payload that could be read, or the code of why not. */
export async function readPayload(context: Context, cose: Uint8Array): Promise<FoundQr | Unread> {
  try {
    return { cose, qr: parseQr(cose) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error.code === 'VERSION_UNKNOWN' ? judgeLater(context, cose) : 'STRUCTURE_REFUSED';
  }
}

/** Claims of later software leave the question open only if the issuer's key signed them. */
async function judgeLater(context: Context, cose: Uint8Array): Promise<Unread> {
  try {
    const qr = parseQrSigner(cose);
    const { key, finding } = findKey(context, qr.issuer, toHex(qr.kid), 'certificate');
    if (!key) return finding.outcome === 'fail' ? 'STRUCTURE_REFUSED' : 'UPDATE_NEEDED';
    return (await isSignedBy(qr, key)) ? 'UPDATE_NEEDED' : 'SIGNATURE_INVALID';
  } catch (error) {
    if (error instanceof FormatError) return 'STRUCTURE_REFUSED';
    throw error;
  }
}

async function isSignedBy({ toBeSigned, signature }: CoseSign1, { alg, spki }: IssuerKey): Promise<boolean> {
  return alg === 'ES256' && (await importKey(alg, spki)).verify(toBeSigned, signature);
}

async function judgeIntegrity(
  qr: ParsedQr,
  { key, finding }: KeyFinding,
  { check }: Identifier,
): Promise<Finding> {
  if (!key) return finding.outcome === 'fail' ? skipped : finding;
  if (!(await isSignedBy(qr, key))) return fail('SIGNATURE_INVALID');
  return check === 'wrong' ? fail('STRUCTURE_REFUSED') : pass;
}

/**
 * A QR code has no room for its proof: it is looked up in the lists of what its key anchored, once that is revoked
 * or where the policy asks for it.
 */
async function judgeAnchoring(
  context: Context,
  { cose, qr }: FoundQr,
  key: IssuerKey | undefined,
): Promise<Finding> {
  const { issuer } = qr.claims;
  const { mirror, policy } = context;
  const isRevoked = key?.revoked !== undefined;
  if (!isRevoked && policy.requireAnchoring !== true) return skipped;
  if (!key || !mirror) return unknown('RECEIPT_MISSING');
  switch (await wasAnchored(mirror, issuer, key, await qrDigest(cose))) {
    case 'listed':
      return pass;
    case 'not-listed':
      return judgeUnlisted(context, qr.identifier.type, issuer, key);
    case 'unknown':
      return unknown('RECEIPT_MISSING');
  }
}

/** A revoked key anchors nothing more, whatever the age of the knowledge; a good one may have today. */
function judgeUnlisted(context: Context, type: string, issuer: string, { kid, revoked }: IssuerKey): Finding {
  if (context.mirror?.equivocation) return unknown('LEDGER_EQUIVOCATION');
  return absent(context, 'NOT_ANCHORED', { issuer, kid, type, isClosed: revoked !== undefined });
}

/** A QR code has room for two fields, and none for what they are called. */
const titles = [
  { field: 'holderName', zh: '持证主体', en: 'Holder' },
  { field: 'holderNumber', zh: '证件号码', en: 'Number' },
];

function describe(claims: QrClaims, { type }: Identifier, issuer: ReportedIssuer): ReportedCertificate {
  const { identifier, certId, name, holderName, holderNumber, validFrom, validUntil, copy } = claims;
  return {
    certId: toHex(certId),
    identifier,
    type,
    name,
    issuer,
    validFrom,
    validUntil,
    fields: { holderName, holderNumber },
    titles,
    ...(copy && { copy: { ...copy, of: toHex(copy.of) } }),
  };
}

/** What was found of a QR payload, before it is put into words. */
export interface JudgedQr {
  readonly findings: Findings;
  readonly about: Pick<Report, 'certificate' | 'asOf' | 'notes'>;
}

/** Judges a QR payload: signed by whom, allowed to, anchored if it must be, status, validity, holder. */
export async function judgePayload(
  context: Context,
  found: FoundQr,
  holder?: ExpectedHolder,
): Promise<JudgedQr> {
  const { claims, identifier, kid: signedBy } = found.qr;
  const kid = toHex(signedBy);
  const signer = findKey(context, claims.issuer, kid, 'certificate');
  const integrity = await judgeIntegrity(found.qr, signer, identifier);
  if (integrity.outcome !== 'pass' || !signer.registered) {
    return unauthenticated(context, integrity, signer.finding);
  }
  const original = claims.copy ?? claims.wallet;
  const status = judgeStatus(context, {
    ...{ issuer: claims.issuer, certId: claims.certId, type: identifier.type, kids: [kid] },
    ...(original && { copyOf: original.of }),
  });
  const certificate = describe(claims, identifier, namesOf(context, claims.issuer));
  return {
    findings: {
      integrity,
      issuer: judgeType(signer.registered, identifier.type),
      anchoring: await judgeAnchoring(context, found, signer.key),
      status: status.finding,
      validity: judgeValidity(context, claims),
      holder: await judgeMaskedHolder(holder, claims),
    },
    about: {
      certificate: withSuccessor(certificate, status),
      asOf: asOfNow(context),
      notes: identifier.check === 'variant' ? ['IDENTIFIER_CHECK_VARIANT'] : [],
    },
  };
}

/** Nothing of it may be believed, so nothing of it is judged or shown. */
function unauthenticated(context: Context, integrity: Finding, issuer: Finding): JudgedQr {
  return {
    findings: { integrity, issuer, anchoring: skipped, status: skipped, validity: skipped, holder: skipped },
    about: { certificate: null, asOf: asOfNow(context), notes: [] },
  };
}
