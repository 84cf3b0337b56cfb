import { credentialDigest, parseCredential } from '../formats/credential.js';
import type { Credential } from '../formats/credential.js';
import { FormatError } from '../formats/error.js';
import { verifyHolder } from '../formats/presentation.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import {
  aboutCredential,
  describeCredential,
  isCredentialSigned,
  judgeCredentialIssuer,
} from './credential.js';
import { findKey } from './issuer.js';
import type { KeyFinding } from './issuer.js';
import { judgeReceipt } from './receipt.js';
import type { ReceiptFinding } from './receipt.js';
import { fail, pass, refusal, skipped, unknown, writeReport } from './report.js';
import type { Finding, Report } from './report.js';
import { judgeStatus } from './status.js';
import { withSuccessor } from './successor.js';
import { judgeValidity } from './validity.js';

/** What a presentation was asked for with. */
export interface PresentationRequest {
  /** Who asked; the holder's signature names it. */
  readonly audience: string;
  /** The asker's fresh number. */
  readonly nonce: string;
  /** The certificate's receipt, if the holder sent it along. */
  readonly receipt?: Uint8Array;
}

async function read(text: string): Promise<Credential | undefined> {
  try {
    return await parseCredential(text);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Without key binding anybody who ever saw the text could show it: such credentials go through the issuing service. */
async function judgeHolder(
  { clock, policy }: Context,
  credential: Credential,
  request: PresentationRequest,
): Promise<Finding> {
  const { audience, nonce } = request;
  const skewSeconds = policy.clockSkew / 1000;
  const binding = await verifyHolder(credential, { audience, nonce, now: new Date(clock()), skewSeconds });
  return binding.state === 'bound' ? pass : fail('HOLDER_MISMATCH');
}

async function prove(
  context: Context,
  credential: Credential,
  receipt?: Uint8Array,
): Promise<ReceiptFinding> {
  if (!receipt) return { code: 'RECEIPT_MISSING' };
  const { issuer, certId, jwt } = credential;
  return judgeReceipt(context, receipt, { issuer, certId, credential: await credentialDigest(jwt) });
}

/** As for a QR code: proof is needed once the key is revoked, or where the policy asks for it. */
function judgeAnchoring(context: Context, { key }: KeyFinding, found: ReceiptFinding): Finding {
  if (found.proof) return pass;
  const isNeeded = context.policy.requireAnchoring === true || key?.revoked !== undefined;
  return isNeeded || found.code !== 'RECEIPT_MISSING' ? unknown(found.code) : skipped;
}

async function judgeIntegrity(
  context: Context,
  credential: Credential,
  { finding }: KeyFinding,
): Promise<Finding> {
  if (credential.identifierParts.check === 'wrong') return fail('STRUCTURE_REFUSED');
  const isSigned = await isCredentialSigned(context, credential);
  if (isSigned === undefined) return finding;
  return isSigned ? pass : fail('SIGNATURE_INVALID');
}

/** Verifies a presentation: an SD-JWT with chosen fields and a key binding JWT (RFC 9901). */
export async function verifyPresentation(
  context: Context,
  text: string,
  request: PresentationRequest,
): Promise<Report> {
  const credential = await read(text);
  if (!credential) return refusal('NOT_A_CERTIFICATE', asOfNow(context), context.language);
  const proved = await prove(context, credential, request.receipt);
  const key = findKey(context, credential.issuer, credential.kid, 'credential');
  const integrity = await judgeIntegrity(context, credential, key);
  const issued = await judgeCredentialIssuer(context, credential, undefined, proved.proof);
  const isAuthentic = integrity.outcome === 'pass' && issued.finding.outcome === 'pass';
  const status = judgeStatus(context, { ...aboutCredential(credential), kids: [credential.kid] });
  const certificate = describeCredential(credential, issued.issuer);
  return writeReport(
    {
      integrity,
      issuer: issued.finding,
      anchoring: judgeAnchoring(context, key, proved),
      status: isAuthentic ? status.finding : skipped,
      validity: isAuthentic ? judgeValidity(context, credential) : skipped,
      holder: await judgeHolder(context, credential, request),
    },
    {
      certificate: isAuthentic ? withSuccessor(certificate, status) : null,
      asOf: asOfNow(context),
      notes: credential.identifierParts.check === 'variant' ? ['IDENTIFIER_CHECK_VARIANT'] : [],
    },
    context.language,
  );
}
