import { randomInt } from 'node:crypto';
import type { ProposalItem } from '@certbridge/service/ledger/adapter';
import { approveTypes } from '@certbridge/service/ledger/adapter';
import { describe, expect, it } from 'vitest';
import { caughtUp } from './caught-up.js';
import { decide } from './decide.js';
import { IssuerLog } from './issuers.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

let made = randomInt(5000);

/** Certificate types that no proposal has named yet. */
export const someTypes = (count: number): { code: string; name: string }[] =>
  Array.from({ length: count }, () => {
    made += 1;
    return { code: `1110000000001${String(made).padStart(4, '0')}Q001`, name: `示例证照（${made}）` };
  });
const item = (type: { code: string; name: string }): ProposalItem => ({ kind: 'type', type });

/** Proposals of many items, listed apart from what they say. */
export function proposals(bed: () => Bed): void {
  describe('proposals', () => {
    it('of a hundred items are one decision; of more, or of an anchor beside others, none', async () => {
      const { zhejiang, anhui } = bed();
      const [first, ...more] = someTypes(100).map(item) as [ProposalItem, ...ProposalItem[]];
      const { anchor } = await zhejiang.networkState();
      const next: ProposalItem = { kind: 'anchor', anchor: { ...anchor, n: anchor.n + 1 } };
      await expectRefusal(
        'INPUT_INVALID',
        zhejiang.propose([first, ...more, { kind: 'feature', feature: 'x' }]),
      );
      await expectRefusal('INPUT_INVALID', zhejiang.propose([next, first]));
      const before = (await zhejiang.heads()).find(({ log }) => log === 'n')!.seq;
      expect(await decide([first, ...more], zhejiang, anhui)).toBe(true);
      await caughtUp(bed());
      const head = (await anhui.heads()).find(({ log }) => log === 'n');
      expect(head!.seq).toBe(before + 1);
      const [record] = await anhui.records('n', anhui.network, head!.seq, 1);
      expect(record).toMatchObject({ kind: 'decision', items: [first, ...more] });
    });

    it('of types are proposed and approved a hundred at once', async () => {
      const { zhejiang, anhui } = bed();
      const types = someTypes(120);
      const before = (await zhejiang.heads()).find(({ log }) => log === 'n')!.seq;
      expect(await approveTypes([zhejiang], types)).toEqual(types.map(({ code }) => code));
      await caughtUp(bed());
      expect(await approveTypes([anhui], types)).toEqual([]);
      await caughtUp(bed());
      expect((await zhejiang.heads()).find(({ log }) => log === 'n')!.seq).toBe(before + 2);
      expect(await zhejiang.proposals()).toEqual([]);
    });

    it('that are open are at most twenty a province', async () => {
      const { sichuan, zhejiang } = bed();
      const types = someTypes(21);
      const open: string[] = [];
      for (const type of types.slice(0, 20)) open.push((await sichuan.propose([item(type)])).proposal);
      await expectRefusal('PROPOSAL_LIMIT', sichuan.propose([item(types[20]!)]));
      await caughtUp(bed());
      await expect.poll(async () => (await zhejiang.proposals()).length).toBe(20);
      const listed = await zhejiang.proposals();
      expect(listed.map(({ id }) => id)).toEqual([...open].sort());
      expect(listed[0]).not.toHaveProperty('proposal');
      for (const id of open) await zhejiang.approve(id);
    });

    it('switch later kinds of records on', async () => {
      const { zhejiang, anhui } = bed();
      const feature = `kind-${randomInt(1_000_000)}`;
      expect(await decide([{ kind: 'feature', feature }], zhejiang, anhui)).toBe(true);
      expect((await zhejiang.networkState()).features).toContain(feature);
    });

    it('that remove a province name an heir for each of its issuers', async () => {
      const { zhejiang, sichuan } = bed();
      await IssuerLog.open(sichuan);
      const { anchor } = await zhejiang.networkState();
      const provinces = anchor.provinces.filter(({ mspId }) => mspId !== 'SichuanMSP');
      const without = { ...anchor, n: anchor.n + 1, provinces };
      await expectRefusal('HEIRS_INCOMPLETE', zhejiang.propose([{ kind: 'anchor', anchor: without }]));
    });
  });
}
