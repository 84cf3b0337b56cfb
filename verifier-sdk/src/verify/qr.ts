import { toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import type { Identifier } from '../formats/identifier.js';
import { parseQr, qrDigest } from '../formats/qr.js';
import type { ParsedQr, QrClaims } from '../formats/qr.js';
import { readQrText } from '../formats/qr-delivery.js';
import { wasAnchored } from '../mirror/qr-lists.js';
import type { IssuerKey } from '../mirror/registry.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import { judgeMaskedHolder } from './holder.js';
import type { ExpectedHolder } from './expected-holder.js';
import { findKey, judgeType } from './issuer.js';
import type { KeyFinding } from './issuer.js';
import { fail, pass, refusal, skipped, unknown, writeReport } from './report.js';
import type { Finding, Report, ReportedCertificate } from './report.js';
import { judgeStatus } from './status.js';
import { withSuccessor } from './successor.js';
import { judgeValidity } from './validity.js';

interface ReadQr {
  readonly cose: Uint8Array;
  readonly qr: ParsedQr;
}

/** A QR code that could be read, or the code of why not: what did not arrive whole is no forgery. */
async function read(
  text: string,
): Promise<ReadQr | 'READ_AGAIN' | 'NOT_A_CERTIFICATE' | 'STRUCTURE_REFUSED'> {
  const reading = await readQrText(text);
  if (reading.kind !== 'whole') return reading.kind === 'again' ? 'READ_AGAIN' : 'NOT_A_CERTIFICATE';
  try {
    return { cose: reading.cose, qr: parseQr(reading.cose) };
  } catch (error) {
    if (error instanceof FormatError) return 'STRUCTURE_REFUSED';
    throw error;
  }
}

async function judgeIntegrity(
  qr: ParsedQr,
  { key, finding }: KeyFinding,
  { check }: Identifier,
): Promise<Finding> {
  if (!key) return finding.outcome === 'fail' ? skipped : finding;
  if (key.alg !== 'ES256' || !(await key.key.verify(qr.toBeSigned, qr.signature)))
    return fail('SIGNATURE_INVALID');
  return check === 'wrong' ? fail('STRUCTURE_REFUSED') : pass;
}

/** A QR code has no room for its proof: it is needed, and looked up in the lists, once the key is revoked. */
async function judgeAnchoring(
  context: Context,
  cose: Uint8Array,
  issuer: string,
  key: IssuerKey | undefined,
): Promise<Finding> {
  if (key?.revokedAfter === undefined || !context.mirror) {
    return context.policy.requireAnchoring === true ? unknown('RECEIPT_MISSING') : skipped;
  }
  switch (await wasAnchored(context.mirror, issuer, key, await qrDigest(cose))) {
    case 'listed':
      return pass;
    case 'not-listed':
      return fail('NOT_ANCHORED');
    case 'unknown':
      return unknown('RECEIPT_MISSING');
  }
}

/** A QR code has room for two fields, and none for what they are called. */
const titles = [
  { field: 'holderName', zh: '持证主体', en: 'Holder' },
  { field: 'holderNumber', zh: '证件号码', en: 'Number' },
];

function describe(claims: QrClaims, { type }: Identifier, issuerName: string | null): ReportedCertificate {
  const { issuer, identifier, certId, name, holderName, holderNumber, validFrom, validUntil, copy } = claims;
  return {
    certId: toHex(certId),
    identifier,
    type,
    name,
    issuer: { code: issuer, name: issuerName },
    validFrom,
    validUntil,
    fields: { holderName, holderNumber },
    titles,
    ...(copy && { copy: { ...copy, of: toHex(copy.of) } }),
  };
}

/** Verifies the text of a QR code: read, signed by whom, allowed to, anchored if it must be, status, validity, holder. */
export async function verifyQr(context: Context, text: string, holder?: ExpectedHolder): Promise<Report> {
  const found = await read(text);
  if (typeof found === 'string') return refusal(found, asOfNow(context), context.language);
  const { cose, qr } = found;
  const { claims, identifier } = qr;
  const signer = findKey(context, claims.issuer, toHex(qr.kid));
  const integrity = await judgeIntegrity(qr, signer, identifier);
  if (integrity.outcome !== 'pass' || !signer.registered) {
    return unauthenticated(context, integrity, signer.finding);
  }
  const status = judgeStatus(context, claims.issuer, claims.certId, claims.copy?.of);
  const certificate = describe(claims, identifier, signer.registered.name);
  return writeReport(
    {
      integrity,
      issuer: judgeType(signer.registered, identifier.type),
      anchoring: await judgeAnchoring(context, cose, claims.issuer, signer.key),
      status: status.finding,
      validity: judgeValidity(context, claims),
      holder: await judgeMaskedHolder(holder, claims),
    },
    {
      certificate: withSuccessor(certificate, status),
      asOf: asOfNow(context),
      notes: identifier.check === 'variant' ? ['IDENTIFIER_CHECK_VARIANT'] : [],
    },
    context.language,
  );
}

/** Nothing of it may be believed, so nothing of it is judged or shown. */
function unauthenticated(context: Context, integrity: Finding, issuer: Finding): Report {
  return writeReport(
    { integrity, issuer, anchoring: skipped, status: skipped, validity: skipped, holder: skipped },
    { certificate: null, asOf: asOfNow(context), notes: [] },
    context.language,
  );
}
