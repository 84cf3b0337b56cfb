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

function wrong(what: string, cause?: unknown): TimestampError {
  return new TimestampError('TIMESTAMP_WRONG', `The timestamp ${what}.`, { cause });
}

/**
 * Checks a TimeStampToken by the verifiers' own function, so that none is written into a document that a window
 * would not accept.
 * @throws TimestampError `TIMESTAMP_WRONG`, whose message says why
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
    throw wrong(`cannot be used: ${cause.message}`, cause);
  }
  if (roots && !read.trusted) throw wrong('comes from an authority that is not trusted here');
  if (read.imprintAlgorithm !== 'SHA-256') throw wrong('is by another digest than was asked');
  if (read.nonce === undefined || Buffer.compare(read.nonce, nonce) !== 0)
    throw wrong('answers another request');
  if (Math.abs(read.time.getTime() - now) > CLOCK_MS)
    throw wrong(
      `says ${read.time.toISOString()}, more than five minutes from the clock here: run NTP on both`,
    );
  return read;
}

/** DER of every certificate that came with a token. */
export function carriedBy({ signedData }: TimestampToken): readonly Uint8Array[] {
  const { certificates, unreadableCertificates = [] } = signedData;
  return [...certificates.map(({ der }) => der), ...unreadableCertificates];
}
