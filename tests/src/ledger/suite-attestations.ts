import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { verifyAttestation } from '@certbridge/verifier-sdk';
import {
  headsRoot,
  headsText,
  parseTrustAnchor,
  recordHash,
  trustAnchorId,
} from '@certbridge/verifier-sdk/formats';
import type { Attestation, TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { IssuerLog, newCert, newIssuerCode, newNonce } from './issuers.js';
import { caughtUp } from './caught-up.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

const pinned = async (bed: Bed): Promise<TrustAnchor> =>
  parseTrustAnchor(await readFile(bed.running.trustAnchorFile));
const now = (): { rule: 'now'; now: number } => ({ rule: 'now', now: Date.now() });
const signers = ({ endorsements }: Attestation): string[] =>
  endorsements
    .map(({ endorser }) => /[A-Za-z]+MSP/.exec(Buffer.from(endorser).toString('latin1'))?.[0] ?? '')
    .sort();

export function attestations(bed: () => Bed): void {
  describe('attestations', () => {
    it('of an entry verify under the pinned trust anchor, signed by two provinces or three', async () => {
      const { zhejiang, anhui } = bed();
      const anchor = await pinned(bed());
      const log = await IssuerLog.open(zhejiang);
      const entry = log.next(log.tree());
      await log.append(entry);
      const asked = { issuer: log.issuer, seq: 1, hash: await recordHash(entry) };
      const two = await zhejiang.attestEntry(log.issuer, 1);
      expect(signers(two)).toHaveLength(2);
      expect(signers(two)).toContain('ZhejiangMSP');
      const three = await anhui.attestEntry(log.issuer, 1, { provinces: 3 });
      expect(signers(three)).toEqual(['AnhuiMSP', 'SichuanMSP', 'ZhejiangMSP']);
      for (const attestation of [two, three]) {
        const statement = await verifyAttestation(attestation, {
          anchor,
          tag: 'certbridge/entry/1',
          asked,
          ...now(),
        });
        expect(statement).toMatchObject({
          mspId: 'ZhejiangMSP',
          name: '示例厅',
          keys: [{ kid: log.kid, alg: 'ES256', use: 'certificate' }],
        });
      }
    });

    it('signed by one province are not enough', async () => {
      const anchor = await pinned(bed());
      const attestation = await bed().zhejiang.attestCheckpoint(newNonce(), { provinces: 1 });
      const verified = verifyAttestation(attestation, { anchor, tag: 'certbridge/checkpoint/1', ...now() });
      await expect(verified).rejects.toMatchObject({ code: 'THRESHOLD_MISSED' });
    });

    it('of a status say the state, the head it holds under, and the newest beat of each province', async () => {
      const { zhejiang, sichuan } = bed();
      const anchor = await pinned(bed());
      const log = await IssuerLog.open(zhejiang);
      const [cert, nonce] = [newCert(), newNonce()];
      const entry = log.next({ changes: [{ cert, state: 'revoked', reason: 'lost' }] });
      await log.append(entry);
      const beat = await zhejiang.beat();
      await caughtUp(bed());
      const attestation = await sichuan.attestStatus(log.issuer, cert, nonce);
      const asked = { issuer: log.issuer, cert, nonce };
      const statement = await verifyAttestation(attestation, {
        anchor,
        tag: 'certbridge/status/1',
        asked,
        ...now(),
      });
      expect(statement).toMatchObject({
        status: { state: 'revoked', reason: 'lost', seq: 1, time: entry.time },
        head: { seq: 1, hash: await recordHash(entry) },
      });
      const beats = new Map(statement.beats);
      expect(beats.get('ZhejiangMSP')! >= beat).toBe(true);
      expect([...beats.keys()]).toEqual([...beats.keys()].sort());
      const other = verifyAttestation(attestation, {
        anchor,
        tag: 'certbridge/status/1',
        asked: { nonce: newNonce() },
        ...now(),
      });
      await expect(other).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
    });

    it('of a checkpoint cover exactly the heads that are read', async () => {
      const { anhui } = bed();
      const anchor = await pinned(bed());
      const nonce = newNonce();
      const { heads, attestation } = await anhui.checkpoint(nonce);
      const statement = await verifyAttestation(attestation, {
        anchor,
        tag: 'certbridge/checkpoint/1',
        asked: { nonce },
        ...now(),
      });
      expect(statement.count).toBe(heads.length);
      expect(statement.heads).toBe(await headsRoot(headsText(heads)));
    });

    it('of the first trust anchor name it and no other before it', async () => {
      const anchor = await pinned(bed());
      const attestation = await bed().zhejiang.attestAnchor(1);
      const statement = await verifyAttestation(attestation, {
        anchor,
        tag: 'certbridge/anchor/1',
        asked: { n: 1 },
        ...now(),
      });
      expect(statement).toMatchObject({ anchor: await trustAnchorId(anchor), previous: null });
    });

    it('are not given for what is not there', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      await expectRefusal('ENTRY_UNKNOWN', zhejiang.attestEntry(log.issuer, 1));
      await expectRefusal('ISSUER_UNKNOWN', zhejiang.attestEntry(newIssuerCode('33'), 1));
      await expectRefusal(
        'ISSUER_UNKNOWN',
        zhejiang.attestStatus(newIssuerCode('33'), newCert(), newNonce()),
      );
      await expectRefusal('INPUT_INVALID', zhejiang.attestCheckpoint('a text of my choosing'));
      await expectRefusal('ANCHOR_UNKNOWN', zhejiang.attestAnchor(999));
    });

    it('leave no trace on the ledger', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      await caughtUp(bed());
      await log.append(log.next(log.tree()));
      await caughtUp(bed());
      const before = await zhejiang.heads();
      await zhejiang.attestEntry(log.issuer, 1);
      await zhejiang.attestCheckpoint(newNonce());
      expect(await zhejiang.heads()).toEqual(before);
    });
  });
}
