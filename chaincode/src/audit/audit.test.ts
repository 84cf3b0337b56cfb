import { beforeEach, describe, expect, it } from 'vitest';
import { attestAudit } from '../attestations/attestations';
import type { JsonObject } from '../canonical/json';
import { NETWORK, Sample } from '../unit-ledger/sample';
import { stateAuditHead } from './audit';

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;
const ONE = '11'.repeat(32);
const TWO = '22'.repeat(32);
const NONCE = '5a'.repeat(16);

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});
const state = (size: string, root: string, mspId = 'ZhejiangMSP', roles = 'service'): Promise<JsonObject> =>
  sample.ledger.call(mspId, roles, (tx) => stateAuditHead(tx, size, root));
const attest = (mspId: string): Promise<JsonObject> =>
  sample.ledger.call('SichuanMSP', '', (tx) => attestAudit(tx, mspId, NONCE));

describe('the head of an audit tree', () => {
  it('is attested as it was last stated by its own province', async () => {
    await state('3', ONE);
    await state('7', TWO);
    await state('5', ONE, 'AnhuiMSP');
    expect(await attest('ZhejiangMSP')).toEqual({
      $tag: 'certbridge/audit/1',
      channel: 'certbridge',
      network: NETWORK,
      time: '2026-11-24T08:00:00.000Z',
      mspId: 'ZhejiangMSP',
      nonce: NONCE,
      head: { size: 7, root: TWO, time: '2026-11-24T08:00:00.000Z' },
    });
    expect(await attest('SichuanMSP')).toMatchObject({ head: null });
  });

  it('never gets smaller, and has one root for a size', async () => {
    await state('7', ONE);
    await expect(state('6', ONE)).rejects.toThrow(refused('AUDIT_HEAD_BACK'));
    await expect(state('7', TWO)).rejects.toThrow(refused('AUDIT_HEAD_BACK'));
    await state('7', ONE);
  });

  it('is stated by a province’s service, in closed forms', async () => {
    await expect(state('7', ONE, 'ZhejiangMSP', 'issuer')).rejects.toThrow(refused('ROLE_MISSING'));
    await expect(state('7', ONE, 'StrangerMSP')).rejects.toThrow(refused('PROVINCE_UNKNOWN'));
    for (const [size, root] of [
      ['0', ONE],
      ['x', ONE],
      ['1', 'root'],
      ['10000000000', ONE],
    ] as const) {
      await expect(state(size, root)).rejects.toThrow(refused('INPUT_INVALID'));
    }
    await expect(attest('no msp')).rejects.toThrow(refused('INPUT_INVALID'));
  });
});
