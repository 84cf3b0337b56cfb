import { FormatError } from '../formats/error.js';
import { zeroHash } from '../formats/entry.js';
import { sha256Hex } from '../formats/hash.js';
import type { Log } from '../formats/heads.js';
import { recordBytes } from '../formats/records.js';
import type { LogRecord } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';

/** A record whose place in its log holds, with its hash and the bytes of its canonical JSON. */
export interface ChainedRecord {
  readonly record: LogRecord;
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly bytes: number;
}

/** New records of one log, in order, chained to what was replayed of it before. */
export interface LogUpdate {
  readonly log: Log;
  readonly id: string;
  readonly records: Iterable<ChainedRecord> | AsyncIterable<ChainedRecord>;
}

/** Where a log stands: its last record, or nothing. */
export interface LogEnd {
  readonly seq: number;
  readonly hash: string;
}

export const emptyLog: LogEnd = { seq: 0, hash: zeroHash };

async function hashOf(record: LogRecord, what: string): Promise<{ hash: string; bytes: number }> {
  try {
    const bytes = recordBytes(record);
    return { hash: await sha256Hex(bytes), bytes: bytes.length };
  } catch (cause) {
    // Text without a UTF-8 form has no canonical JSON and so no hash.
    if (!(cause instanceof FormatError)) throw cause;
    throw new MirrorError('FEED_MALFORMED', `${what} has no canonical form`, { cause });
  }
}

/**
 * Chains records to the end of their log: hash by hash, on this network.
 * @throws MirrorError `FEED_MISMATCH`, `FEED_MALFORMED`
 */
export async function chainRecords(
  { log, id }: { readonly log: Log; readonly id: string },
  end: LogEnd,
  records: readonly LogRecord[],
  { network, channel }: Pick<TrustAnchor, 'network' | 'channel'>,
): Promise<ChainedRecord[]> {
  const chained: ChainedRecord[] = [];
  let { seq, hash } = end;
  for (const record of records) {
    const what = `record ${record.seq} of ${log} ${id}`;
    if (record.seq !== seq + 1 || record.prev !== hash)
      throw new MirrorError('FEED_MISMATCH', `${what} does not follow the one before`, {
        reason: 'RECORD_OUT_OF_CHAIN',
      });
    if (record.network !== network || record.channel !== channel)
      throw new MirrorError('FEED_MISMATCH', `${what} is of another network`, {
        reason: 'RECORD_OF_ANOTHER_NETWORK',
      });
    const measured = await hashOf(record, what);
    chained.push({ record, ...measured });
    seq = record.seq;
    hash = measured.hash;
  }
  return chained;
}
