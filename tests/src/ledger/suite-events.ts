import { describe, expect, it } from 'vitest';
import type { EntryEvent, Ledger } from '@certbridge/service/ledger/adapter';
import { IssuerLog } from './issuers.js';
import type { Bed } from './bed.js';

/** The first events of one issuer, in the order in which they come. */
async function take(
  ledger: Ledger,
  options: Parameters<Ledger['events']>[0],
  issuer: string,
  count: number,
): Promise<EntryEvent[]> {
  const found: EntryEvent[] = [];
  for await (const event of ledger.events(options)) {
    if (event.issuer === issuer) found.push(event);
    if (found.length === count) break;
  }
  return found;
}

export function events(bed: () => Bed): void {
  describe('events', () => {
    it('tell of each entry, once, replayed from the first block and from a stored place', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const first = log.next(log.tree());
      await log.append(first);
      await log.append(log.next(log.tree()));
      await zhejiang.append(first);
      await log.append(log.next(log.tree()));
      const all = await take(anhui, { from: 0n }, log.issuer, 3);
      expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      const { block, transactionId } = all[1]!;
      const rest = await take(anhui, { after: { block, transactionId } }, log.issuer, 1);
      expect(rest).toEqual([all[2]]);
      const again = await take(anhui, { from: block }, log.issuer, 1);
      expect(again[0]!.seq).toBeLessThanOrEqual(2);
    });

    it('come as entries are appended, and end with their signal', async () => {
      const { zhejiang, sichuan } = bed();
      const log = await IssuerLog.open(zhejiang);
      await log.append(log.next(log.tree()));
      const [{ block, transactionId }] = (await take(sichuan, { from: 0n }, log.issuer, 1)) as [EntryEvent];
      const stop = new AbortController();
      const seen: number[] = [];
      const listening = (async () => {
        for await (const event of sichuan.events({ after: { block, transactionId }, signal: stop.signal })) {
          if (event.issuer === log.issuer) seen.push(event.seq);
          if (seen.length === 2) stop.abort();
        }
      })();
      await log.append(log.next(log.tree()));
      await log.append(log.next(log.tree()));
      await listening;
      expect(seen).toEqual([2, 3]);
    });
  });
}
