import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectLedger } from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import { verifyAttestation } from '@certbridge/verifier-sdk';
import { recordHash } from '@certbridge/verifier-sdk/formats';
import { IssuerLog, newIssuerCode, newKey, newNonce, OTHER_TYPE, TYPE } from './issuers.js';
import { caughtUp } from './caught-up.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

/** The same province with its two identities exchanged: each then lacks the role that the calls want. */
async function exchanged(file: string): Promise<Ledger> {
  const content = JSON.parse(await readFile(file, 'utf8')) as { identity: unknown; administrator: unknown };
  const other = join(dirname(file), `exchanged-${Date.now()}.json`);
  const { identity: administrator, administrator: identity } = content;
  await writeFile(other, JSON.stringify({ ...content, identity, administrator }));
  return connectLedger(other);
}

/** The newest beat of each province, as a checkpoint attests it. */
async function beats(ledger: Ledger): Promise<ReadonlyMap<string, string>> {
  const { anchor } = await ledger.networkState();
  const statement = await verifyAttestation(await ledger.attestCheckpoint(newNonce()), {
    anchor,
    tag: 'certbridge/checkpoint/1',
    rule: 'now',
    now: Date.now(),
  });
  return new Map(statement.beats);
}

export function registry(bed: () => Bed): void {
  describe('issuers and keys', () => {
    it('are registered by their own province, recorded in its log, and read by any', async () => {
      const { zhejiang, sichuan } = bed();
      const issuer = newIssuerCode('33');
      await zhejiang.registerIssuer(issuer, '示例厅', []);
      await zhejiang.registerIssuer(issuer, '示例厅', [TYPE]);
      const keys = [newKey('ES256'), newKey('RS256')];
      const kids = [
        await zhejiang.addKey(issuer, keys[0]!, 'credential'),
        await zhejiang.addKey(issuer, keys[1]!, 'certificate'),
      ];
      await caughtUp(bed());
      const registered = await sichuan.registry(issuer);
      expect(registered).toMatchObject({ issuer, name: '示例厅', mspId: 'ZhejiangMSP', types: [TYPE] });
      expect(new Map(registered.keys.map(({ kid, use }) => [kid, use]))).toEqual(
        new Map([
          [kids[0], 'credential'],
          [kids[1], 'certificate'],
        ]),
      );
      const head = (await sichuan.heads()).find(({ log, id }) => log === 'p' && id === 'ZhejiangMSP');
      const records = await sichuan.records('p', 'ZhejiangMSP', head!.seq - 3, 4);
      expect(records).toMatchObject(
        ['issuer', 'issuer', 'key', 'key'].map((kind) => ({ kind, issuer, under: { n: 0 } })),
      );
      expect(registered.under).toEqual({ n: 0, p: head!.seq });
      expect(records[1]!.prev).toBe(await recordHash(records[0]!));
      expect(await recordHash(records[3]!)).toBe(head!.hash);
    });

    it('stay as they are when sent again', async () => {
      const { zhejiang } = bed();
      const { issuer } = await IssuerLog.open(zhejiang);
      const key = newKey();
      const kid = await zhejiang.addKey(issuer, key, 'certificate');
      const before = (await zhejiang.heads()).find(({ id }) => id === 'ZhejiangMSP');
      expect(await zhejiang.addKey(issuer, key, 'certificate')).toBe(kid);
      await zhejiang.registerIssuer(issuer, '示例厅', [TYPE]);
      expect((await zhejiang.heads()).find(({ id }) => id === 'ZhejiangMSP')).toEqual(before);
    });

    it("cannot be another province's, nor of another region", async () => {
      const { zhejiang, anhui } = bed();
      const { issuer, kid } = await IssuerLog.open(zhejiang);
      await caughtUp(bed());
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.registerIssuer(issuer, '示例局', [TYPE]));
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.addKey(issuer, newKey(), 'certificate'));
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.revokeKey(issuer, kid, 'lost'));
      await expectRefusal('ISSUER_REGION', anhui.registerIssuer(newIssuerCode('33'), '示例局', [TYPE]));
    });

    it('need a right code, an approved type, a proof of possession', async () => {
      const { zhejiang } = bed();
      const code = newIssuerCode('33');
      const wrong = code.slice(0, 17) + (code.endsWith('0') ? '1' : '0');
      await expectRefusal('ISSUER_CODE_INVALID', zhejiang.registerIssuer(wrong, '示例厅', [TYPE]));
      await expectRefusal('TYPE_UNKNOWN', zhejiang.registerIssuer(code, '示例厅', [OTHER_TYPE]));
      await expectRefusal('INPUT_INVALID', zhejiang.registerIssuer(code, '', [TYPE]));
      await expectRefusal('ISSUER_UNKNOWN', zhejiang.addKey(code, newKey(), 'certificate'));
      await expectRefusal('ISSUER_UNKNOWN', zhejiang.registry(code));
      await zhejiang.registerIssuer(code, '示例厅', [TYPE]);
      await expectRefusal(
        'KEY_PROOF_INVALID',
        zhejiang.addKey(code, { ...newKey(), spki: newKey().spki }, 'certificate'),
      );
    });

    it('lose a key once and for all', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      await log.append(log.next(log.tree()));
      await expectRefusal('KEY_UNKNOWN', zhejiang.revokeKey(log.issuer, '0123456789abcdef', 'lost'));
      expect(await zhejiang.revokeKey(log.issuer, log.kid, 'key-compromise')).toEqual(log.under);
      await expectRefusal('KEY_REVOKED', zhejiang.revokeKey(log.issuer, log.kid, 'key-compromise'));
      expect((await zhejiang.registry(log.issuer)).keys).toMatchObject([
        { kid: log.kid, revoked: { reason: 'key-compromise', under: log.under } },
      ]);
    });
  });

  describe('roles', () => {
    it('of the certificate decide who may call what', async () => {
      const { zhejiang, running } = bed();
      const log = await IssuerLog.open(zhejiang);
      const other = await exchanged(running.ledgerFiles['ZhejiangMSP']!);
      try {
        await expectRefusal('ROLE_MISSING', other.append(log.next(log.tree())));
        const type = { code: OTHER_TYPE, name: '营业执照' };
        await expectRefusal('ROLE_MISSING', other.propose([{ kind: 'type', type }]));
        await expectRefusal('ROLE_MISSING', other.approve('0'.repeat(64)));
      } finally {
        await other.close();
      }
    });
  });

  describe('beats', () => {
    it('carry the time of their transaction, and leave no record', async () => {
      const { sichuan, anhui } = bed();
      const heads = await anhui.heads();
      const time = await sichuan.beat();
      expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
      await expect.poll(async () => (await beats(anhui)).get('SichuanMSP')).toBe(time);
      expect(await anhui.heads()).toEqual(heads);
    });
  });
}
