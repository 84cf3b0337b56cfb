import { DerError, parseTimestampToken, verifyTimestampToken } from '@certbridge/verifier-sdk/der';
import type { Certificate, TimestampToken, VerifiedTimestamp } from '@certbridge/verifier-sdk/der';
import { TimestampError } from './errors.js';

export interface ExpectedToken {
  /** SHA-256 that was to be stamped. */
  readonly digest: Uint8Array;
  /** Contents of the INTEGER that was asked for. */
  readonly nonce: Uint8Array;
  /** By the clock here, milliseconds since 1970. */
  readonly now: number;
  /** DER of the certificates that the document will hold beside the token; before that is known, undefined. */
  readonly known?: readonly Uint8Array[];
  /** Without them the chain is not judged. */
  readonly roots?: readonly Certificate[];
}

/** Milliseconds that an authority's clock may be off; RFC 3161 §2.2 leaves to whoever asks how far. */
const CLOCK_MS = 5 * 60_000;

const wrong = (zh: string, en: string, cause?: unknown): TimestampError =>
  new TimestampError('TIMESTAMP_WRONG', { zh: `时间戳${zh}。`, en: `The timestamp ${en}.` }, { cause });

/**
 * Checks a TimeStampToken by the verifiers' own function, so that none is written into a document that a window
 * would not accept.
 * @throws TimestampError `TIMESTAMP_WRONG`, whose words say why; `TIMESTAMP_CLOCKS_DIFFER`
 */
export async function verifyToken(
  token: Uint8Array,
  { digest, nonce, now, known, roots }: ExpectedToken,
): Promise<VerifiedTimestamp> {
  let read: VerifiedTimestamp;
  try {
    const trust = { known: known ?? carriedBy(parseTimestampToken(token)), roots: roots ?? [] };
    read = await verifyTimestampToken(token, () => Promise.resolve(digest), trust);
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    throw wrong(`不能使用：${cause.message}`, `cannot be used: ${cause.message}`, cause);
  }
  if (roots && !read.trusted)
    throw wrong('所属的机构不在本服务信任之列', 'comes from an authority that is not trusted here');
  if (read.imprintAlgorithm !== 'SHA-256')
    throw wrong('用的不是所要求的摘要算法', 'is by another digest than was asked');
  if (read.nonce === undefined || Buffer.compare(read.nonce, nonce) !== 0)
    throw wrong('答复的是另一个请求', 'answers another request');
  const time = read.time.getTime();
  if (Math.abs(time - now) > CLOCK_MS) throw clocksDiffer(time, now);
  return read;
}

function clocksDiffer(time: number, now: number): TimestampError {
  const [theirs, here] = [time, now].map((at) => new Date(at).toISOString());
  return new TimestampError('TIMESTAMP_CLOCKS_DIFFER', {
    zh: `时间戳机构的时间是 ${theirs}，本机时钟是 ${here}，相差超过五分钟：请在两边启用 NTP。`,
    en: `The time-stamping authority says ${theirs} and the clock here ${here}, more than five minutes apart: run NTP on both.`,
  });
}

/** DER of every certificate that came with a token. */
export function carriedBy({ signedData }: TimestampToken): readonly Uint8Array[] {
  const { certificates, unreadableCertificates = [] } = signedData;
  return [...certificates.map(({ der }) => der), ...unreadableCertificates];
}
