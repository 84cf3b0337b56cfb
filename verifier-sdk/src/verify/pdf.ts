import { toHex } from '../formats/bytes.js';
import { credentialDigest, parseCredential } from '../formats/credential.js';
import type { Credential } from '../formats/credential.js';
import { FormatError } from '../formats/error.js';
import { sha256Hex } from '../formats/hash.js';
import { keyId } from '../formats/keys.js';
import type { KeyUse } from '../formats/province-records.js';
import { PdfError, readPdf } from '../pdf/index.js';
import type { PdfReading } from '../pdf/index.js';
import type { Code } from './codes.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import {
  aboutCredential,
  describeCredential,
  isCredentialSigned,
  judgeCredentialIssuer,
} from './credential.js';
import type { Signer } from './credential.js';
import { judgeDisclosedHolder } from './holder.js';
import { findKey } from './issuer.js';
import { judgeReceipt, proveByFeed } from './receipt.js';
import type { ReceiptFinding } from './receipt.js';
import { fail, pass, skipped, unknown, writeReport } from './report.js';
import type { Finding, Report, ReportedCertificate } from './report.js';
import { judgeStatus } from './status.js';
import { withSuccessor } from './successor.js';
import { judgeValidity } from './validity.js';
import type { VerifyOptions } from './options.js';

interface Read {
  readonly reading: PdfReading;
  readonly credential: Credential;
  readonly signer: Signer;
}

async function read(bytes: Uint8Array, { timestampRoots }: Context): Promise<Read | Code> {
  try {
    const reading = await readPdf(bytes, { timestampRoots });
    const credential = await parseCredential(reading.credential);
    const { spki } = reading.signer;
    return { reading, credential, signer: { kid: toHex(await keyId(spki)), spki } };
  } catch (error) {
    if (error instanceof PdfError) return error.code;
    if (error instanceof FormatError) return 'STRUCTURE_REFUSED';
    throw error;
  }
}

/** The receipt in the file, or, where the file has none that is usable, one that was kept or fetched. */
async function prove(context: Context, { reading, credential }: Read): Promise<ReceiptFinding> {
  const { issuer, certId, jwt } = credential;
  const anchored = { issuer, certId, credential: await credentialDigest(jwt), pdf: reading.digest };
  const { receipt } = reading;
  const inside: ReceiptFinding =
    receipt.state === 'present'
      ? await judgeReceipt(context, receipt.bytes, anchored)
      : { code: receipt.state === 'absent' ? 'RECEIPT_MISSING' : 'RECEIPT_UNUSABLE' };
  if (inside.proof) return inside;
  const outside = await proveByFeed(context, anchored);
  return outside?.proof ? outside : inside;
}

/** A revoked key can sign as well as before: then only the ledger tells old from forged, whatever the policy. */
function isProofNeeded(context: Context, { credential, signer }: Read): boolean {
  const isRevoked = (kid: string, use: KeyUse): boolean =>
    findKey(context, credential.issuer, kid, use).key?.revoked !== undefined;
  return (
    context.policy.requireAnchoring !== false ||
    isRevoked(signer.kid, 'certificate') ||
    isRevoked(credential.kid, 'credential')
  );
}

function judgeAnchoring(context: Context, read: Read, proved: ReceiptFinding): Finding {
  if (proved.proof) return pass;
  return isProofNeeded(context, read) ? unknown(proved.code) : skipped;
}

function timestampFault({ policy, timestampRoots }: Context, { timestamp }: PdfReading): boolean {
  if (!policy.requireTimestamp) return false;
  return timestamp.state !== 'present' || (timestampRoots.length > 0 && !timestamp.trusted);
}

/** The PDF's own signature holds already; this is about what it encloses, and what stands beside it. */
async function judgeIntegrity(context: Context, { reading, credential }: Read): Promise<Finding> {
  if (credential.identifierParts.check === 'wrong') return fail('STRUCTURE_REFUSED');
  // Where the credential's key is not known here, the PDF's signature covers it all the same.
  if ((await isCredentialSigned(context, credential)) === false) return fail('SIGNATURE_INVALID');
  return timestampFault(context, reading) ? unknown('TIMESTAMP_UNUSABLE') : pass;
}

async function describePhoto({ photo }: PdfReading): Promise<Pick<ReportedCertificate, 'photo'>> {
  return photo ? { photo: { ...photo, sha256: await sha256Hex(photo.bytes) } } : {};
}

/** Verifies a PDF certificate: its structure and signature, then whose it is, anchoring, status, validity, holder. */
export async function verifyPdf(context: Context, bytes: Uint8Array, asked?: VerifyOptions): Promise<Report> {
  const found = await read(bytes, context);
  if (typeof found === 'string') {
    // A file that lost its signature has a QR code on its page; drawing it takes more than all the rest.
    const { verifyRefused } = await import('./refused-pdf.js');
    return verifyRefused(context, { bytes, refused: found }, asked);
  }
  const { credential, signer } = found;
  const proved = await prove(context, found);
  const issued = await judgeCredentialIssuer(context, credential, signer, proved.proof);
  const status = judgeStatus(context, { ...aboutCredential(credential), kids: [signer.kid, credential.kid] });
  const isAuthentic = issued.finding.outcome === 'pass';
  const certificate = isAuthentic
    ? { ...describeCredential(credential, issued.issuer), ...(await describePhoto(found.reading)) }
    : null;
  const isVariant = credential.identifierParts.check === 'variant';
  return writeReport(
    {
      integrity: await judgeIntegrity(context, found),
      issuer: issued.finding,
      anchoring: judgeAnchoring(context, found, proved),
      status: isAuthentic ? status.finding : skipped,
      validity: isAuthentic ? judgeValidity(context, credential) : skipped,
      holder: isAuthentic ? await judgeDisclosedHolder(asked?.holder, credential) : skipped,
    },
    {
      certificate: certificate && withSuccessor(certificate, status),
      asOf: asOfNow(context),
      notes: isVariant ? ['IDENTIFIER_CHECK_VARIANT'] : [],
    },
    context.language,
  );
}
