import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { verifyAttestation } from '@certbridge/verifier-sdk';
import { parseTrustAnchor, trustAnchorId } from '@certbridge/verifier-sdk/formats';
import type { Proposal } from '@certbridge/service/ledger/adapter';
import { IssuerLog, newIssuerCode, OTHER_TYPE, TYPE } from './issuers.js';
import { caughtUp } from './caught-up.js';
import { decide } from './decide.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

/** Comes last: it changes the network's trust anchor. */
export function governance(bed: () => Bed): void {
  describe('governance', () => {
    it('is by a count of provinces: one alone changes nothing, two do', async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const type = { code: OTHER_TYPE, name: '营业执照' };
      const proposal: Proposal = [{ kind: 'type', type }];
      const { proposal: id, enacted } = await zhejiang.propose(proposal);
      expect(enacted).toBe(false);
      expect((await anhui.networkState()).types.map(({ code }) => code)).not.toContain(OTHER_TYPE);
      await expectRefusal('PROPOSAL_EXISTS', zhejiang.propose(proposal));
      await expectRefusal('PROPOSAL_EXISTS', anhui.propose(proposal));
      await expectRefusal('PROPOSAL_APPROVED', zhejiang.approve(id));
      await caughtUp(bed());
      expect(await anhui.proposals()).toMatchObject([
        { id, kinds: ['type'], proposedBy: 'ZhejiangMSP', approvedBy: ['ZhejiangMSP'] },
      ]);
      expect(await anhui.proposal(id)).toEqual({ items: proposal });
      expect(await anhui.approve(id)).toEqual({ proposal: id, enacted: true });
      await caughtUp(bed());
      await expectRefusal('PROPOSAL_UNKNOWN', sichuan.approve(id));
      await expectRefusal('PROPOSAL_STALE', sichuan.propose(proposal));
      expect((await sichuan.networkState()).types.map(({ code }) => code)).toContain(OTHER_TYPE);
      const head = (await sichuan.heads()).find(({ log }) => log === 'n');
      const [record] = await sichuan.records('n', sichuan.network, head!.seq, 1);
      expect(record).toMatchObject({
        kind: 'decision',
        items: proposal,
        proposal: id,
        approvedBy: ['AnhuiMSP', 'ZhejiangMSP'],
      });
    });

    it('registers an issuer of the central level', async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const issuer = newIssuerCode('10');
      await expectRefusal('ISSUER_REGION', sichuan.registerIssuer(issuer, '示例部', [TYPE]));
      const registered = { issuer, name: '示例部', mspId: 'SichuanMSP', types: [TYPE] };
      expect(await decide([{ kind: 'issuer', ...registered }], zhejiang, anhui)).toBe(true);
      await caughtUp(bed());
      expect(await anhui.registry(issuer)).toMatchObject(registered);
    });

    it("passes a merged department's log to its successor", async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const [from, to] = [await IssuerLog.open(zhejiang), await IssuerLog.open(anhui)];
      await from.append(from.next(from.tree()));
      const merger: Proposal = [{ kind: 'succession', from: from.issuer, to: to.issuer }];
      expect(await decide(merger, zhejiang, sichuan)).toBe(true);
      await caughtUp(bed());
      await from.renew(anhui);
      const entry = from.next(from.tree());
      await expectRefusal('NOT_ISSUER_PROVINCE', zhejiang.append(entry));
      expect(await anhui.append(entry)).toMatchObject({ seq: 2 });
    });

    it('admits no anchor that one province could abuse', async () => {
      const { zhejiang } = bed();
      const { anchor } = await zhejiang.networkState();
      const next = { ...anchor, n: anchor.n + 1 };
      const [first, second, third] = anchor.provinces;
      const attempt = (changed: typeof anchor): Promise<unknown> =>
        zhejiang.propose([{ kind: 'anchor', anchor: changed }]);
      await expectRefusal('ANCHOR_INVALID', attempt({ ...next, threshold: 1 }));
      await expectRefusal('ANCHOR_INVALID', attempt({ ...next, threshold: 3 }));
      await expectRefusal(
        'ANCHOR_INVALID',
        attempt({ ...next, provinces: [first!, { ...second!, roots: third!.roots }, third!] }),
      );
      await expectRefusal('ANCHOR_INVALID', attempt({ ...next, network: 'ff'.repeat(16) }));
      await expectRefusal('PROPOSAL_STALE', attempt({ ...next, n: anchor.n + 2 }));
      await expectRefusal('PROPOSAL_STALE', attempt(next));
    });

    it('goes on to the next trust anchor, attested under the one before', async () => {
      const { zhejiang, anhui, running } = bed();
      const first = parseTrustAnchor(await readFile(running.trustAnchorFile));
      const provinces = first.provinces.map((province) =>
        province.mspId === 'SichuanMSP' ? { ...province, revoked: ['ab'.repeat(32)] } : province,
      );
      const second = { ...first, n: 2, provinces };
      expect(await decide([{ kind: 'anchor', anchor: second }], zhejiang, anhui)).toBe(true);
      await caughtUp(bed());
      const state = await anhui.networkState();
      expect(state).toMatchObject({ anchor: second, hash: await trustAnchorId(second) });
      const attestation = await anhui.attestAnchor(2);
      const statement = await verifyAttestation(attestation, {
        anchor: first,
        tag: 'certbridge/anchor/1',
        rule: 'now',
        now: Date.now(),
        asked: { n: 2 },
      });
      expect(statement).toMatchObject({ anchor: state.hash, previous: await trustAnchorId(first) });
    });
  });
}
