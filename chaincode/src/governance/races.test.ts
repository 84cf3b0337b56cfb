import { beforeEach, describe, expect, it } from 'vitest';
import { beat } from '../beats/beats';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { append } from '../entries/append';
import { registerIssuer } from '../issuers/register';
import { retireIssuer } from '../issuers/retire';
import { revokeKey } from '../keys/revoke';
import { readAnchor } from '../network/network';
import type { Endorsed } from '../unit-ledger/memory';
import { ANHUI, OTHER_TYPE, Sample, TYPE, ZHEJIANG } from '../unit-ledger/sample';
import { approve, propose } from './proposals';

/* Of two calls that were endorsed over the same state, the one ordered first stands (MVCC). */

let sample: Sample;
let entry: JsonObject;
beforeEach(async () => {
  sample = await Sample.start();
  entry = sample.entry(sample.tree());
});

type Call = Endorsed<JsonObject>;

const endorseAppend = (body = entry): Promise<Call> =>
  sample.ledger.endorse('ZhejiangMSP', 'issuer', (tx) => append(tx, canonicalJson(body)));
const endorseRevocation = (): Promise<Call> =>
  sample.ledger.endorse('ZhejiangMSP', 'service', (tx) => revokeKey(tx, ZHEJIANG, sample.kid, 'lost'));

/** The approval that enacts these items. */
async function endorseDecision(...items: JsonObject[]): Promise<Call> {
  const text = canonicalJson({ items });
  const { proposal } = await sample.ledger.call('SichuanMSP', 'administrator', (tx) => propose(tx, text));
  return sample.ledger.endorse('AnhuiMSP', 'administrator', (tx) => approve(tx, proposal as string));
}

const move: JsonObject = {
  kind: 'issuer',
  issuer: ZHEJIANG,
  name: '示例厅',
  mspId: 'AnhuiMSP',
  types: [TYPE],
};

/** The next anchor, without Zhejiang. */
async function removal(heirs: JsonObject): Promise<JsonObject> {
  const anchor = await sample.ledger.call('AnhuiMSP', '', ({ state }) => readAnchor(state, 1));
  const provinces = anchor.provinces.filter(({ mspId }) => mspId !== 'ZhejiangMSP');
  return { kind: 'anchor', anchor: { ...anchor, n: 2, provinces } as unknown as JsonObject, ...heirs };
}

describe.each<[what: string, endorse: () => Promise<Call>]>([
  ['a revocation', endorseRevocation],
  ['a move', () => endorseDecision(move)],
  ['a merger', () => endorseDecision({ kind: 'succession', from: ZHEJIANG, to: ANHUI })],
  ['a merger into it', () => endorseDecision({ kind: 'succession', from: ANHUI, to: ZHEJIANG })],
  ['the removal of its province', async () => endorseDecision(await removal({ otherHeir: 'AnhuiMSP' }))],
  [
    'its retirement',
    () => sample.ledger.endorse('ZhejiangMSP', 'service', (tx) => retireIssuer(tx, ZHEJIANG)),
  ],
  [
    'another registration',
    () =>
      sample.ledger.endorse('ZhejiangMSP', 'service', (tx) =>
        registerIssuer(tx, ZHEJIANG, '示例新厅', canonicalJson([])),
      ),
  ],
])('an entry and %s', (_, endorse) => {
  it('the entry is void when it comes second, and is refused when sent again as it is', async () => {
    const [change, appended] = [await endorse(), await endorseAppend()];
    expect(sample.ledger.commit(change)).toBe(true);
    expect(sample.ledger.commit(appended)).toBe(false);
    await expect(endorseAppend()).rejects.toThrow(/^(ENTRY_UNDER|NOT_ISSUER_PROVINCE|PROVINCE_UNKNOWN) /);
  });

  it('the other stands when it comes second, however many entries came first', async () => {
    const change = await endorse();
    for (let count = 0; count < 3; count += 1) await sample.append(sample.entry(sample.tree()));
    expect(sample.ledger.commit(change)).toBe(true);
  });
});

describe('governance is not held up', () => {
  const type = (name: string): JsonObject => ({ kind: 'type', type: { code: OTHER_TYPE, name } });
  const endorseProposal = (mspId: string, item: JsonObject): Promise<Call> =>
    sample.ledger.endorse(mspId, 'administrator', (tx) => propose(tx, canonicalJson({ items: [item] })));

  it("by proposals of others: none is read but one's like", async () => {
    const calls = await Promise.all(
      ['AnhuiMSP', 'SichuanMSP', 'ZhejiangMSP'].map((mspId, at) => endorseProposal(mspId, type(`类型${at}`))),
    );
    expect(calls.map((call) => sample.ledger.commit(call))).toEqual([true, true, true]);
  });

  it('by beats', async () => {
    const beats = await sample.ledger.endorse('ZhejiangMSP', 'service', beat);
    const revocation = await endorseRevocation();
    expect([sample.ledger.commit(beats), sample.ledger.commit(revocation)]).toEqual([true, true]);
  });

  it('by issuers that a province registers while it is removed: they have an heir too', async () => {
    const register = (code: string): Promise<JsonObject> =>
      sample.ledger.call('ZhejiangMSP', 'service', (tx) => registerIssuer(tx, code, '示例局', '[]'));
    const anchor = await removal({ heirs: [{ issuer: ZHEJIANG, to: 'SichuanMSP' }], otherHeir: 'AnhuiMSP' });
    const text = canonicalJson({ items: [anchor] });
    const { proposal } = await sample.ledger.call('SichuanMSP', 'administrator', (tx) => propose(tx, text));
    const enact = (): Promise<Call> =>
      sample.ledger.endorse('AnhuiMSP', 'administrator', (tx) => approve(tx, proposal as string));
    const first = await enact();
    await register('11330000MB0000002P');
    expect(sample.ledger.commit(first)).toBe(false);
    expect(sample.ledger.commit(await enact())).toBe(true);
    await expect(register('11330000MB0000003T')).rejects.toThrow(/^PROVINCE_UNKNOWN /);
  });
});
