import { StatusCode } from '@hyperledger/fabric-gateway';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { canonicalJson } from '@certbridge/verifier-sdk/formats';
import type { Entry, Json } from '@certbridge/verifier-sdk/formats';
import type { Proposal } from '@certbridge/service/ledger/adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caughtUp } from './caught-up.js';
import { decide } from './decide.js';
import { IssuerLog, newKey, TYPE } from './issuers.js';
import { rawGateway } from './raw-gateway.js';
import type { RawGateway } from './raw-gateway.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

/** Revocation and governance against a busy log: whatever is ordered first counts, and none waits for the log. */
export function order(bed: () => Bed): void {
  describe('the order of records about an issuer and of its entries', () => {
    let raw: RawGateway;
    beforeAll(async () => {
      raw = await rawGateway(bed().running.ledgerFiles['ZhejiangMSP']!);
    });
    afterAll(() => {
      raw.close();
    });

    const endorse = (name: string, ...args: string[]): Promise<Transaction> =>
      raw.contract.newProposal(name, { arguments: args }).endorse();
    const endorseEntry = (entry: Entry): Promise<Transaction> =>
      endorse('Append', canonicalJson(entry as unknown as Json));
    const commit = async (transaction: Transaction): Promise<number> =>
      (await (await transaction.submit()).getStatus()).code;
    const moved = (log: IssuerLog, mspId: string): Proposal => [
      { kind: 'issuer', issuer: log.issuer, name: '示例厅', mspId, types: [TYPE] },
    ];

    it('lets a revocation through that was endorsed before the log went on', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const revocation = await endorse('RevokeKey', log.issuer, log.kid, 'key-compromise');
      await log.append(log.next(log.tree()));
      await log.append(log.next(log.tree()));
      expect(await commit(revocation)).toBe(StatusCode.VALID);
      expect((await zhejiang.registry(log.issuer)).keys).toMatchObject([{ revoked: { under: log.under } }]);
    });

    it('lets no entry through that was endorsed before its issuer moved', async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const log = await IssuerLog.open(zhejiang);
      const held = await endorseEntry(log.next(log.tree()));
      expect(await decide(moved(log, 'SichuanMSP'), zhejiang, anhui)).toBe(true);
      expect(await commit(held)).toBe(StatusCode.MVCC_READ_CONFLICT);
      await caughtUp(bed());
      const under = (await sichuan.registry(log.issuer)).under;
      expect(under).toMatchObject({ p: 0 });
      await expectRefusal('NOT_ISSUER_PROVINCE', zhejiang.append(log.next(log.tree())));
      await expectRefusal('ENTRY_UNDER', sichuan.append(log.next(log.tree())));
      await log.renew(sichuan);
      expect(await sichuan.append(log.next(log.tree()))).toMatchObject({ seq: 1 });
    });

    it('tells the old province while its own move is open, so that it drains', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      await caughtUp(bed());
      const { proposal } = await anhui.propose(moved(log, 'AnhuiMSP'));
      await caughtUp(bed());
      expect(await zhejiang.registry(log.issuer)).not.toHaveProperty('moving');
      await expect
        .poll(() =>
          zhejiang.approve(proposal).then(
            ({ enacted }) => enacted,
            (e: unknown) => (e as Error).message,
          ),
        )
        .toBe(true);
      const own = await IssuerLog.open(zhejiang);
      await caughtUp(bed());
      const { proposal: id } = await zhejiang.propose(moved(own, 'AnhuiMSP'));
      expect(await zhejiang.registry(own.issuer)).toMatchObject({ moving: id });
      await caughtUp(bed());
      await anhui.approve(id);
    });

    it('moves a merged issuer with its successor, and keys follow the new owner', async () => {
      const { zhejiang, anhui, sichuan } = bed();
      const [from, to] = [await IssuerLog.open(zhejiang), await IssuerLog.open(anhui)];
      await caughtUp(bed());
      expect(await decide([{ kind: 'succession', from: from.issuer, to: to.issuer }], zhejiang, anhui)).toBe(
        true,
      );
      await caughtUp(bed());
      expect(await decide(moved(to, 'SichuanMSP'), anhui, zhejiang)).toBe(true);
      await caughtUp(bed());
      expect(await sichuan.registry(from.issuer)).toMatchObject({
        mspId: 'SichuanMSP',
        successor: to.issuer,
      });
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.addKey(from.issuer, newKey(), 'certificate'));
      const kid = await sichuan.addKey(from.issuer, newKey(), 'certificate');
      await from.renew(sichuan);
      expect(await sichuan.append(from.next(from.tree(kid)))).toMatchObject({ seq: 1 });
      const head = (await anhui.heads()).find(({ log }) => log === 'n');
      const [record] = await anhui.records('n', anhui.network, head!.seq, 1);
      expect(record).toMatchObject({ items: [{ issuer: to.issuer, with: [{ issuer: from.issuer }] }] });
    });

    it('takes only changes from an issuer that has ended', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      await zhejiang.retireIssuer(log.issuer);
      await log.renew();
      await expectRefusal('ISSUER_RETIRED', zhejiang.append(log.next(log.tree())));
      await expectRefusal('ISSUER_RETIRED', zhejiang.addKey(log.issuer, newKey(), 'certificate'));
      const changes = [{ cert: '0'.repeat(32), state: 'revoked' as const, reason: 'lost' as const }];
      expect(await zhejiang.append(log.next({ changes }))).toMatchObject({ seq: 1 });
    });

    it('gives a key one use for ever, and batches only keys of certificates and credentials', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const key = newKey();
      const kid = await zhejiang.addKey(log.issuer, key, 'list');
      await expectRefusal('KEY_USE', zhejiang.addKey(log.issuer, key, 'certificate'));
      await expectRefusal('KEY_USE', zhejiang.addKey(log.issuer, newKey('RS256'), 'credential'));
      await log.renew();
      await expectRefusal('KEY_USE', zhejiang.append(log.next(log.tree(kid))));
    });
  });
}
