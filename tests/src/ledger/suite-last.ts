import { approveTypes } from '@certbridge/service/ledger/adapter';
import { describe, expect, it } from 'vitest';
import { caughtUp } from './caught-up.js';
import { decide } from './decide.js';
import { IssuerLog, newCert, newIssuerCode } from './issuers.js';
import { expectRefusal } from './refusals.js';
import { someTypes } from './suite-proposals.js';
import type { Bed } from './bed.js';

/** Milliseconds: some 700 transactions, one after the other. */
const SPENT_MS = 1_800_000;
/** What an hour of a province's log holds, and less than one of the records below takes of it. */
const HOUR_BYTES = 1 << 20;
const RECORD_BYTES = 1_500;

/** Comes last of all: Sichuan spends its hour, and then leaves. */
export function last(bed: () => Bed): void {
  describe('at last', () => {
    it(
      "a province's log that has had its bytes of the hour takes revocations of keys only",
      { timeout: SPENT_MS },
      async () => {
        const { zhejiang, anhui, sichuan } = bed();
        const log = await IssuerLog.open(sichuan);
        const types = someTypes(100);
        await approveTypes([zhejiang, anhui], types);
        await caughtUp(bed());
        const codes = types.map(({ code }) => code);
        const issuer = newIssuerCode(sichuan.region);
        const register = (as: string): Promise<void> =>
          sichuan.registerIssuer(issuer, `示例${as}${'部'.repeat(180)}`, codes);
        const spent = async (): Promise<void> => {
          // An hour that ends meanwhile begins another, with its own bytes.
          for (let made = 0; made < (2 * HOUR_BYTES) / RECORD_BYTES; made += 1) await register(`${made}厅`);
        };
        await expectRefusal('LOG_BUDGET', spent());
        await expectRefusal('LOG_BUDGET', register('局'));
        await sichuan.revokeKey(log.issuer, log.kid, 'lost');
        await log.renew();
        // Each log has its own bytes.
        await log.appendChanges({ cert: newCert(), state: 'suspended', reason: 'under-review' });
        await IssuerLog.open(anhui);
      },
    );

    it('the heirs of a province that leaves go on with its issuers’ logs, and it writes nothing more', async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const merged = await IssuerLog.open(anhui);
      const kept = await IssuerLog.open(anhui);
      const [first, second] = [newIssuerCode('10'), newIssuerCode('10')];
      const central = (issuer: string) =>
        ({ kind: 'issuer', issuer, name: '示例部', mspId: 'SichuanMSP', types: [] }) as const;
      await decide([central(first), central(second)], zhejiang, anhui);
      await decide([{ kind: 'succession', from: merged.issuer, to: first }], zhejiang, anhui);
      const { anchor } = await zhejiang.networkState();
      const provinces = anchor.provinces.filter(({ mspId }) => mspId !== 'SichuanMSP');
      const without = { ...anchor, n: anchor.n + 1, provinces };
      const heirs = [{ issuer: first, to: 'ZhejiangMSP' }];
      await decide([{ kind: 'anchor', anchor: without, heirs, otherHeir: 'AnhuiMSP' }], zhejiang, anhui);
      await caughtUp(bed());
      const { seq } = (await zhejiang.heads()).find(({ log }) => log === 'n')!;
      for (const [issuer, mspId] of [
        [first, 'ZhejiangMSP'],
        // It goes where its successor goes.
        [merged.issuer, 'ZhejiangMSP'],
        [second, 'AnhuiMSP'],
      ] as const)
        expect(await anhui.registry(issuer)).toMatchObject({ mspId, under: { n: seq, p: 0 } });
      expect(await anhui.registry(kept.issuer)).toMatchObject({ mspId: 'AnhuiMSP', under: kept.under });
      await merged.renew(zhejiang);
      const entry = merged.next({ changes: [{ cert: newCert(), state: 'revoked', reason: 'lost' }] });
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.append(entry));
      expect(await zhejiang.append(entry)).toMatchObject({ seq: 1 });
      await expectRefusal('PROVINCE_UNKNOWN', sichuan.append(entry));
      await expectRefusal('PROVINCE_UNKNOWN', sichuan.beat());
    });
  });
}
