import type { Page } from '../formats/feed.js';
import type { Head } from '../formats/heads.js';
import type { LogRecord } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { chainRecords } from './chain.js';
import type { LogEnd } from './chain.js';
import { MirrorError } from './error.js';
import type { ReplayedLedger } from './ledger.js';

/** Gets a page of a server's log by its first record. @throws MirrorError */
type GetPage = (from: number) => Promise<Page>;

/**
 * The records of a log after ours that lead to its attested head, if they begin with something else than our
 * end: chained from their first one, over hashes only. They are held once it is known that they do.
 */
export async function findContradiction(
  getPage: GetPage,
  ledger: ReplayedLedger,
  head: Head,
  anchor: TrustAnchor,
): Promise<readonly LogRecord[] | undefined> {
  if (!(await contradicts(getPage, ledger, head, anchor, () => undefined))) return undefined;
  const records: LogRecord[] = [];
  const isSo = await contradicts(getPage, ledger, head, anchor, (record) => records.push(record));
  return isSo ? records : undefined;
}

async function contradicts(
  getPage: GetPage,
  ledger: ReplayedLedger,
  head: Head,
  anchor: TrustAnchor,
  take: (record: LogRecord) => unknown,
): Promise<boolean> {
  const held = ledger.end(head.log, head.id);
  const cutter = ledger.cutter(head.log, head.id);
  let at: LogEnd | undefined;
  try {
    for (let from = cutter.isFull ? held.seq + 1 : cutter.from, last = 0; last < head.seq; from = last + 1) {
      const page = await getPage(from);
      const after = page.records.filter(({ seq }) => seq > held.seq && seq <= head.seq);
      at ??= after[0] && { seq: held.seq, hash: after[0].prev };
      // What begins at our end contradicts nothing, wherever it leads.
      if (at?.seq === held.seq && at.hash === held.hash) return false;
      const end = at && (await chainRecords(head, at, after, anchor)).at(-1);
      if (end) at = { seq: end.record.seq, hash: end.hash };
      for (const record of after) take(record);
      last = page.records.at(-1)?.seq ?? head.seq;
    }
  } catch (error) {
    if (error instanceof MirrorError) return false;
    throw error;
  }
  return at?.hash === head.hash;
}
