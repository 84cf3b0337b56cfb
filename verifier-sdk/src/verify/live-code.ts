import { toHex } from '../formats/bytes.js';
import { pointSpki } from '../formats/device-key.js';
import { FormatError } from '../formats/error.js';
import { importKey, keyId } from '../formats/keys.js';
import { parseLiveCode } from '../formats/live-code.js';
import type { LiveCode, Showing } from '../formats/live-code.js';
import type { QrClaims, WalletClaims } from '../formats/qr.js';
import type { Code } from './codes.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import { judgeMaskedHolder } from './holder.js';
import { judgePayload, readPayload } from './qr-payload.js';
import type { FoundQr, JudgedQr } from './qr-payload.js';
import { fail, pass, refusal, unknown, writeReport } from './report.js';
import type { Finding, Report } from './report.js';
import type { ExpectedShowing, ReportedShowing } from './showing.js';
import { judgeStatus } from './status.js';
import type { StatusFinding } from './status.js';
import { withSuccessor } from './successor.js';
import type { VerifyOptions } from './options.js';
import { withTimeApart } from './time-apart.js';

/** How long a live code counts by the clock here, and how far ahead of it the device's may be; milliseconds. */
const LIFE = 60_000;
const AHEAD = 30_000;
/** A camera reads one code many times: within this it is one showing. */
const SAME_SHOWING = 10_000;

interface FoundLiveCode extends FoundQr {
  readonly live: LiveCode;
  readonly wallet: WalletClaims;
}

async function read(context: Context, bytes: Uint8Array): Promise<FoundLiveCode | Code> {
  try {
    const live = await parseLiveCode(bytes);
    const found = await readPayload(context, live.cose);
    if (typeof found === 'string') return found;
    const { wallet } = found.qr.claims;
    return wallet ? { ...found, live, wallet } : 'STRUCTURE_REFUSED';
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error.code === 'VERSION_UNKNOWN' ? 'UPDATE_NEEDED' : 'STRUCTURE_REFUSED';
  }
}

/** The device's key as SubjectPublicKeyInfo, if it signed this showing of just this credential on this network. */
async function deviceThatSigned(
  { trustAnchor }: Context,
  { live, wallet }: FoundLiveCode,
): Promise<Uint8Array | undefined> {
  try {
    const spki = pointSpki(wallet.deviceKey);
    const key = await importKey('ES256', spki);
    const isSigned = await key.verify(await live.toBeSigned(trustAnchor.network), live.signature);
    return isSigned ? spki : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** What the showing is for: the item of the open case, and one that a delegation covers. */
function judgeItem({ item }: Showing, { delegate }: WalletClaims, expected?: ExpectedShowing): Finding {
  if (delegate && delegate.items.length > 0 && !delegate.items.includes(item)) return fail('LIVE_CODE_ITEM');
  if (!expected) return unknown('ITEM_NEEDED');
  return item === expected.item ? pass : fail('LIVE_CODE_ITEM');
}

/** By this window's challenge, or by time where it gave none; a challenge of another window never counts. */
function judgeFreshness({ at, challenge, asker }: Showing, now: number, expected?: ExpectedShowing): Finding {
  if (challenge === undefined && expected?.challenge !== undefined) return unknown('CHALLENGE_NEEDED');
  const isOurs = challenge === expected?.challenge && (asker === undefined || asker === expected?.asker);
  if (!isOurs) return fail('LIVE_CODE_CHALLENGE');
  const age = now - at.getTime();
  return challenge !== undefined || (age >= -AHEAD && age <= LIFE) ? pass : unknown('LIVE_CODE_TIME');
}

const firstNotPassed = (...findings: readonly Finding[]): Finding =>
  findings.find(({ outcome }) => outcome === 'fail') ??
  findings.find(({ outcome }) => outcome !== 'pass') ??
  pass;

/**
 * A wallet credential counts only as long as its original. What is held against the credential alone says nothing
 * of the certificate, and the next step is another.
 *
 * @param ofBoth status of the credential and its original
 */
function judgeOriginal(
  context: Context,
  { qr: { claims, identifier, kid }, wallet }: FoundLiveCode,
  ofBoth: Finding,
): StatusFinding {
  const { issuer } = claims;
  const { type } = identifier;
  const original = judgeStatus(context, { issuer, certId: wallet.of, type, kids: [toHex(kid)] });
  if (original.finding.outcome === 'fail') return original;
  return { ...original, finding: ofBoth.outcome === 'fail' ? fail('WALLET_NOT_VALID') : ofBoth };
}

/** Whom the window has before it is who acts, where somebody acts for the holder. */
async function judgePerson(
  asked: VerifyOptions,
  claims: QrClaims,
  { delegate }: WalletClaims,
): Promise<Finding> {
  const person = delegate ? { holderName: delegate.name, holderNumber: delegate.number } : claims;
  const finding = await judgeMaskedHolder(asked.holder, person);
  return finding.outcome === 'skipped' ? unknown('HOLDER_NEEDED') : finding;
}

/** Judges what a device signed, of a credential that is authentic. */
async function judgeShowing(
  context: Context,
  found: FoundLiveCode,
  { findings, about }: JudgedQr,
  asked: VerifyOptions,
): Promise<Report> {
  const spki = await deviceThatSigned(context, found);
  const { live, wallet, qr } = found;
  const refused = { ...findings, showing: fail('SIGNATURE_INVALID') };
  if (!spki) return writeReport(refused, { ...about, certificate: null }, context.language);
  const now = asked.showing?.readAt?.getTime() ?? context.clock();
  const device = toHex(await keyId(spki));
  const { at, item, challenge } = live.showing;
  const status = judgeOriginal(context, found, findings.status);
  const isOver = findings.validity.code === 'EXPIRED';
  const judged = {
    ...findings,
    status: status.finding,
    validity: isOver ? fail('WALLET_NOT_VALID') : findings.validity,
    holder: await judgePerson(asked, qr.claims, wallet),
  };
  const judgedNow = firstNotPassed(
    judgeItem(live.showing, wallet, asked.showing),
    judgeFreshness(live.showing, now, asked.showing),
  );
  // What is not taken must not count as taken: the same code may be shown once more when the case is open.
  const taken =
    judgedNow.outcome === 'pass'
      ? await context.replays.firstTaken(`${toHex(wallet.deviceKey)} ${at.getTime()}`, now)
      : now;
  const showing = now - taken > SAME_SHOWING ? fail('LIVE_CODE_USED') : judgedNow;
  const shown: ReportedShowing = {
    way: 'live-code',
    at: at.toISOString(),
    secondsAgo: Math.round((now - at.getTime()) / 1000),
    item,
    challenged: challenge !== undefined,
    key: wallet.keyKind,
    device,
    of: toHex(wallet.of),
    ...(wallet.delegate && { delegate: { name: wallet.delegate.name, number: wallet.delegate.number } }),
    again: taken !== now && showing.outcome === 'pass',
  };
  const certificate = about.certificate && withSuccessor(about.certificate, status);
  return writeReport({ ...judged, showing }, { ...about, certificate, shown }, context.language);
}

/** Verifies a live code: the issuer's signature and all that a QR code is judged by, then the device's. */
export async function verifyLiveCode(
  context: Context,
  bytes: Uint8Array,
  asked: VerifyOptions = {},
): Promise<Report> {
  const found = await read(context, bytes);
  if (typeof found === 'string') return refusal(found, asOfNow(context), context.language);
  const judged = await judgePayload(context, found);
  if (!judged.about.certificate) return writeReport(judged.findings, judged.about, context.language);
  return withTimeApart(await judgeShowing(context, found, judged, asked), context.language);
}
