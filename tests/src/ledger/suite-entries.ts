import { describe, expect, it } from 'vitest';
import { recordHash } from '@certbridge/verifier-sdk/formats';
import type { Change, ChangeState, Entry } from '@certbridge/verifier-sdk/formats';
import { IssuerLog, newCert, newIssuerCode, OTHER_TYPE } from './issuers.js';
import { caughtUp } from './caught-up.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

const change = (cert: string, state: ChangeState, by?: { issuer: string; cert: string }): Change => ({
  cert,
  state,
  reason: 'unspecified',
  ...(by ? { by } : {}),
});

export function entries(bed: () => Bed): void {
  describe('entries', () => {
    it('chain, and are read by every province', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const first = log.next(log.tree());
      expect(await log.append(first)).toEqual({ entry: await recordHash(first), seq: 1 });
      const second = log.next(log.tree());
      await log.append(second);
      await caughtUp(bed());
      expect(await anhui.entry(log.issuer, 2)).toEqual(second);
      expect(await anhui.entries(log.issuer, 1, 100)).toEqual([first, second]);
      expect(await anhui.records('i', log.issuer, 2, 1)).toEqual([second]);
      const head = { log: 'i', id: log.issuer, seq: 2, hash: await recordHash(second) };
      expect(await anhui.heads()).toContainEqual(head);
    });

    it('succeed and change nothing when they stand already', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const first = log.next({ ...log.tree(), changes: [change(newCert(), 'revoked')] });
      const result = await log.append(first);
      await log.append(log.next(log.tree()));
      await zhejiang.revokeKey(log.issuer, log.kid, 'replaced');
      await caughtUp(bed());
      const heads = await anhui.heads();
      expect(await zhejiang.append(first)).toEqual(result);
      expect(await anhui.heads()).toEqual(heads);
    });

    it.each<[string, (log: IssuerLog) => Partial<Entry>]>([
      ['ENTRY_SEQ_TAKEN', (log) => ({ ...log.tree(), seq: 1 })],
      ['ENTRY_SEQ_SKIPPED', () => ({ seq: 3 })],
      ['ENTRY_PREV', () => ({ prev: 'ee'.repeat(32) })],
      ['ENTRY_NETWORK', () => ({ network: 'ff'.repeat(16) })],
      ['ENTRY_NETWORK', () => ({ channel: 'elsewhere' })],
      ['ENTRY_TIME', () => ({ time: new Date(Date.now() - 3_600_000).toISOString() })],
      ['ENTRY_TIME', () => ({ time: new Date(Date.now() + 3_600_000).toISOString() })],
      ['KEY_UNKNOWN', () => ({ keys: ['0123456789abcdef'] })],
      ['TYPE_NOT_ALLOWED', () => ({ types: [OTHER_TYPE] })],
      ['ISSUER_UNKNOWN', () => ({ issuer: newIssuerCode('33') })],
      ['INPUT_INVALID', () => ({ size: 0 })],
      ['INPUT_INVALID', (log) => ({ keys: [log.kid, log.kid] })],
    ])('are refused with %s (case %#)', async (code, altered) => {
      const log = await IssuerLog.open(bed().zhejiang);
      await log.append(log.next(log.tree()));
      await expectRefusal(code, bed().zhejiang.append({ ...log.next(log.tree()), ...altered(log) }));
    });

    it("are refused for another province's log, and on a revoked key", async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      await caughtUp(bed());
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.append(log.next(log.tree())));
      await zhejiang.revokeKey(log.issuer, log.kid, 'lost');
      await expectRefusal('ENTRY_UNDER', zhejiang.append(log.next(log.tree())));
      await log.renew();
      await expectRefusal('KEY_REVOKED', zhejiang.append(log.next(log.tree())));
    });

    it('that are not there are named as unknown', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      await expectRefusal('ENTRY_UNKNOWN', zhejiang.entry(log.issuer, 1));
      await expectRefusal('ISSUER_UNKNOWN', zhejiang.entries(newIssuerCode('33'), 1, 100));
      await expectRefusal('INPUT_INVALID', zhejiang.entries(log.issuer, 1, 101));
    });

    it('carry 1,000 changes, not one more', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const certs = Array.from({ length: 1001 }, newCert).sort();
      const changes = certs.map((cert) =>
        change(cert, 'superseded', { issuer: log.issuer, cert: newCert() }),
      );
      await expectRefusal('INPUT_INVALID', zhejiang.append(log.next({ changes })));
      await log.append(log.next({ changes: changes.slice(1) }));
      expect(await zhejiang.status(log.issuer, certs[1000]!)).toMatchObject({ state: 'superseded', seq: 1 });
    });

    it('are paged 100 at a time', async () => {
      const { zhejiang, sichuan } = bed();
      const log = await IssuerLog.open(zhejiang);
      for (let index = 0; index < 5; index += 1) await log.append(log.next(log.tree()));
      await caughtUp(bed());
      expect((await sichuan.entries(log.issuer, 2, 3)).map(({ seq }) => seq)).toEqual([2, 3, 4]);
      expect(await sichuan.entries(log.issuer, 6, 100)).toEqual([]);
    });
  });

  describe('the state of a certificate', () => {
    it('is null before any change, then what the last entry said, with its history', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const cert = newCert();
      await caughtUp(bed());
      expect(await anhui.status(log.issuer, cert)).toBeNull();
      await log.appendChanges(change(cert, 'suspended'));
      await log.appendChanges(change(cert, 'reinstated'));
      await log.appendChanges(change(cert, 'revoked'));
      await caughtUp(bed());
      expect(await anhui.status(log.issuer, cert)).toMatchObject({
        state: 'revoked',
        reason: 'unspecified',
        seq: 3,
      });
      const history = await anhui.history(log.issuer, cert);
      expect(history.map(({ state, seq }) => [state, seq])).toEqual([
        ['revoked', 3],
        ['reinstated', 2],
        ['suspended', 1],
      ]);
    });

    it("is its issuer's only: the same certId under another issuer is another certificate", async () => {
      const { zhejiang, anhui } = bed();
      const [log, other] = [await IssuerLog.open(zhejiang), await IssuerLog.open(anhui)];
      const cert = newCert();
      await other.appendChanges(change(cert, 'revoked'));
      await caughtUp(bed());
      expect(await anhui.status(log.issuer, cert)).toBeNull();
    });

    it('is final once revoked, cancelled, superseded or transferred', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const other = await IssuerLog.open(anhui);
      const certs = Array.from({ length: 4 }, newCert);
      await caughtUp(bed());
      await log.appendChanges(
        change(certs[0]!, 'revoked'),
        change(certs[1]!, 'cancelled'),
        change(certs[2]!, 'superseded', { issuer: log.issuer, cert: newCert() }),
        change(certs[3]!, 'transferred', { issuer: other.issuer, cert: newCert() }),
      );
      for (const cert of certs) {
        await expectRefusal(
          'STATE_FINAL',
          zhejiang.append(log.next({ changes: [change(cert, 'reinstated')] })),
        );
        await expectRefusal('STATE_FINAL', zhejiang.append(log.next({ changes: [change(cert, 'revoked')] })));
      }
    });

    it('goes no way that the states do not', async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const other = await IssuerLog.open(anhui);
      const cert = newCert();
      await caughtUp(bed());
      const attempt = (one: Change): Promise<unknown> => zhejiang.append(log.next({ changes: [one] }));
      await expectRefusal('STATE_TRANSITION', attempt(change(cert, 'reinstated')));
      await expectRefusal(
        'SUCCESSOR_INVALID',
        attempt(change(cert, 'superseded', { issuer: other.issuer, cert: newCert() })),
      );
      await expectRefusal(
        'SUCCESSOR_INVALID',
        attempt(change(cert, 'superseded', { issuer: log.issuer, cert })),
      );
      await expectRefusal(
        'ISSUER_UNKNOWN',
        attempt(change(cert, 'transferred', { issuer: newIssuerCode('51'), cert: newCert() })),
      );
      await log.appendChanges(change(cert, 'suspended'));
      await expectRefusal('STATE_TRANSITION', attempt(change(cert, 'suspended')));
    });

    it('of a renewal changes in the entry that anchors the new certificate', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const [old, renewed] = [newCert(), newCert()];
      const by = { issuer: log.issuer, cert: renewed };
      await log.append(log.next({ ...log.tree(), changes: [change(old, 'superseded', by)] }));
      expect(await zhejiang.status(log.issuer, old)).toMatchObject({ state: 'superseded', by, seq: 1 });
    });
  });
}
