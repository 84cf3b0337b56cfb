import { describe, expect, it } from 'vitest';
import { recordHash } from '@certbridge/verifier-sdk/formats';
import { connectLedger, LedgerRefusal } from '@certbridge/service/ledger/adapter';
import { IssuerLog, newIssuerCode, newKey, TYPE } from './issuers.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
  outcome.status === 'fulfilled'
    ? 'OK'
    : outcome.reason instanceof LedgerRefusal
      ? outcome.reason.code
      : String(outcome.reason);

export function races(bed: () => Bed): void {
  describe('races', () => {
    it('for one seq are won by one entry; the others learn that it is taken', async () => {
      const { zhejiang, running } = bed();
      const second = await connectLedger(running.ledgerFiles['ZhejiangMSP']!);
      const log = await IssuerLog.open(zhejiang);
      for (let round = 0; round < 3; round += 1) {
        const rivals = [log.next(log.tree()), log.next(log.tree()), log.next(log.tree())];
        const outcomes = await Promise.allSettled(
          rivals.map((entry, index) => (index === 0 ? zhejiang : second).append(entry)),
        );
        expect(outcomes.map(codeOf).sort()).toEqual(['ENTRY_SEQ_TAKEN', 'ENTRY_SEQ_TAKEN', 'OK']);
        const winner = rivals[outcomes.findIndex(({ status }) => status === 'fulfilled')]!;
        expect(await zhejiang.entry(log.issuer, winner.seq)).toEqual(winner);
        await log.follow(winner);
      }
      await second.close();
    });

    it('between copies of one entry are lost by none', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const entry = log.next(log.tree());
      const results = await Promise.all([
        zhejiang.append(entry),
        zhejiang.append(entry),
        zhejiang.append(entry),
      ]);
      const expected = { entry: await recordHash(entry), seq: 1 };
      expect(results).toEqual([expected, expected, expected]);
      expect(await zhejiang.entries(log.issuer, 1, 100)).toEqual([entry]);
    });

    it('between an append and the revocation of its key leave nothing after the revocation', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      for (let round = 0; round < 4; round += 1) {
        const kid = await zhejiang.addKey(log.issuer, newKey(), 'certificate');
        await log.renew();
        const entry = log.next(log.tree(kid));
        const [appended, revoked] = await Promise.allSettled([
          zhejiang.append(entry),
          zhejiang.revokeKey(log.issuer, kid, 'key-compromise'),
        ]);
        expect(codeOf(revoked)).toBe('OK');
        expect(['OK', 'ENTRY_UNDER']).toContain(codeOf(appended));
        expect(revoked).toHaveProperty('value', log.under);
        if (appended.status === 'fulfilled') await log.follow(entry);
        await log.renew();
        await expectRefusal('KEY_REVOKED', zhejiang.append(log.next(log.tree(kid))));
      }
    });

    it("for a province's log are settled by reading again", async () => {
      const { sichuan, running } = bed();
      const rivals = await Promise.all(
        [1, 2, 3].map(() => connectLedger(running.ledgerFiles['SichuanMSP']!)),
      );
      const seq = async (): Promise<number> =>
        (await sichuan.heads()).find(({ id }) => id === 'SichuanMSP')?.seq ?? 0;
      const before = await seq();
      const registered = [sichuan, ...rivals].map((ledger) =>
        ledger.registerIssuer(newIssuerCode('51'), '示例厅', [TYPE]),
      );
      await Promise.all([...registered, sichuan.beat(), sichuan.beat(), sichuan.beat(), sichuan.beat()]);
      expect(await seq()).toBe(before + 4);
      await Promise.all(rivals.map((ledger) => ledger.close()));
    });

    it('between issuers do not exist: their logs are apart', async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const logs = [
        await IssuerLog.open(zhejiang),
        await IssuerLog.open(anhui),
        await IssuerLog.open(sichuan),
      ];
      const results = await Promise.all(logs.map((log) => log.append(log.next(log.tree()))));
      expect(results.map(({ seq }) => seq)).toEqual([1, 1, 1]);
    });
  });
}
