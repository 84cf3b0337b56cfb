import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { registerIssuer } from '../issuers/register';
import { retireIssuer } from '../issuers/retire';
import { findIssuer } from '../issuers/issuers';
import type { Issuer } from '../issuers/issuers';
import { addKey } from '../keys/add';
import { readAnchor } from '../network/network';
import { getNetwork, getProposal, getProposals, getRecords, getRegistry } from '../reads/reads';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { ANHUI, NETWORK, newKey, OTHER_TYPE, proof, Sample, TYPE, ZHEJIANG } from '../unit-ledger/sample';
import { approve, propose } from './proposals';

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;
const CENTRAL = '11100000MB0000001T';

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});

const proposeAs = (mspId: string, ...items: JsonObject[]): Promise<JsonObject> =>
  sample.ledger.call(mspId, 'administrator', (tx) => propose(tx, canonicalJson({ items })));
const approveAs = (mspId: string, id: unknown): Promise<JsonObject> =>
  sample.ledger.call(mspId, 'administrator', (tx) => approve(tx, id as string));
const issuer = async (code: string): Promise<Issuer> =>
  (await sample.ledger.call('AnhuiMSP', '', ({ state }) => findIssuer(state, code))) as Issuer;
const registry = (code: string): Promise<JsonObject> =>
  sample.ledger.call('SichuanMSP', '', (tx) => getRegistry(tx, code));
const lastDecision = async (): Promise<JsonObject> => {
  const { records } = await sample.ledger.call('AnhuiMSP', '', ({ state }) =>
    getRecords(state, 'n', NETWORK, '1', '100'),
  );
  return (records as JsonObject[]).at(-1) as JsonObject;
};
const item = (code: string, mspId: string, name = '示例厅', types: string[] = [TYPE]): JsonObject => ({
  kind: 'issuer',
  issuer: code,
  name,
  mspId,
  types,
});
const register = (mspId: string, code: string, name = '示例厅'): Promise<JsonObject> =>
  sample.ledger.call(mspId, 'service', (tx) => registerIssuer(tx, code, name, canonicalJson([TYPE])));

describe('a decision of several items', () => {
  it('is one record, and a later item may rest on an earlier one', async () => {
    const type = { kind: 'type', type: { code: OTHER_TYPE, name: '营业执照' } };
    const feature = { kind: 'feature', feature: 'service-items' };
    await sample.decide(type, item(CENTRAL, 'SichuanMSP', '示例部', [TYPE, OTHER_TYPE]), feature);
    const record = await lastDecision();
    expect(record).toMatchObject({
      kind: 'decision',
      items: [type, { issuer: CENTRAL, under: { n: 0, p: 0 } }, feature],
    });
    expect(await issuer(CENTRAL)).toMatchObject({ under: { n: record['seq'], p: 0 } });
    const { network } = await sample.ledger.call('AnhuiMSP', '', ({ state }) => getNetwork(state));
    expect(network).toMatchObject({ features: ['service-items'] });
    await expect(proposeAs('AnhuiMSP', feature)).rejects.toThrow(refused('PROPOSAL_STALE'));
  });

  it('writes an issuer once, so that each of its versions has one name', async () => {
    const twice = [item(CENTRAL, 'SichuanMSP'), item(CENTRAL, 'AnhuiMSP')];
    await expect(proposeAs('AnhuiMSP', ...twice)).rejects.toThrow(refused('INPUT_INVALID'));
    const merger = { kind: 'succession', from: ZHEJIANG, to: ANHUI };
    await expect(proposeAs('AnhuiMSP', merger, item(ANHUI, 'SichuanMSP'))).rejects.toThrow(
      refused('INPUT_INVALID'),
    );
  });

  it('holds at most 100 items and 64 kB, and an anchor stands alone', async () => {
    const features = (count: number, length = 3): JsonObject[] =>
      Array.from({ length: count }, (_, at) => ({ kind: 'feature', feature: `f${at}`.padEnd(length, 'x') }));
    await expect(proposeAs('AnhuiMSP', ...features(101))).rejects.toThrow(refused('INPUT_INVALID'));
    await proposeAs('AnhuiMSP', ...features(100));
    const long = '示'.repeat(200);
    const many = Array.from({ length: 100 }, () => item(CENTRAL, 'AnhuiMSP', long, [TYPE]));
    await expect(proposeAs('AnhuiMSP', ...many)).rejects.toThrow(/longer than 65536 bytes/);
    const anchor = await sample.ledger.call('AnhuiMSP', '', ({ state }) => readAnchor(state, 1));
    const next = { kind: 'anchor', anchor: { ...anchor, n: 2 } as unknown as JsonObject };
    await expect(proposeAs('AnhuiMSP', next, ...features(1))).rejects.toThrow(/stands alone/);
  });

  it('is enacted whole or not at all', async () => {
    const items = [{ kind: 'feature', feature: 'service-items' }, item(CENTRAL, 'SichuanMSP')];
    const { proposal } = await proposeAs('ZhejiangMSP', ...items);
    await sample.decide(item(CENTRAL, 'SichuanMSP'));
    await expect(approveAs('AnhuiMSP', proposal)).rejects.toThrow(refused('PROPOSAL_STALE'));
    const { network } = await sample.ledger.call('AnhuiMSP', '', ({ state }) => getNetwork(state));
    expect(network).toMatchObject({ features: [] });
  });
});

describe('proposals that are open', () => {
  it('are listed in pages without what they say, which is read by id', async () => {
    for (let at = 0; at < 5; at += 1)
      await proposeAs('AnhuiMSP', { kind: 'feature', feature: `f${at}` }, item(CENTRAL, 'SichuanMSP'));
    const page = async (after: string): Promise<JsonObject[]> => {
      const found = await sample.ledger.call('AnhuiMSP', '', (tx) => getProposals(tx, after, '2'));
      return found['proposals'] as JsonObject[];
    };
    const ids: unknown[] = [];
    for (let found = await page(''); found.length > 0; found = await page(ids.at(-1) as string)) {
      ids.push(...found.map(({ id }) => id));
      expect(Object.keys(found[0] ?? {}).sort()).toEqual(
        ['approvedBy', 'bytes', 'expires', 'id', 'kinds', 'proposedBy', 'time'].sort(),
      );
      expect(found[0]).toMatchObject({ kinds: ['feature', 'issuer'] });
    }
    expect(ids).toHaveLength(5);
    const { proposal } = await sample.ledger.call('AnhuiMSP', '', ({ state }) =>
      getProposal(state, ids[0] as string),
    );
    expect(proposal).toMatchObject({ items: [{ kind: 'feature' }, { issuer: CENTRAL }] });
    const unknown = sample.ledger.call('AnhuiMSP', '', ({ state }) => getProposal(state, 'ab'.repeat(32)));
    await expect(unknown).rejects.toThrow(/^PROPOSAL_UNKNOWN /);
    sample.ledger.now += 30 * 86_400_000;
    expect(await page('')).toEqual([]);
  });

  it('leave nothing behind when they were enacted, or expired and their province proposes again', async () => {
    const before = sample.ledger.size;
    await sample.decide({ kind: 'feature', feature: 'one' });
    // The record, the feature, and the province's list, which is empty.
    expect(sample.ledger.size).toBe(before + 2);
    await proposeAs('AnhuiMSP', item(ANHUI, 'SichuanMSP'));
    const open = sample.ledger.size;
    sample.ledger.now += 30 * 86_400_000;
    await proposeAs('AnhuiMSP', item(ANHUI, 'ZhejiangMSP'));
    expect(sample.ledger.size).toBe(open);
  });
});

describe('who owns an issuer', () => {
  it('a move ends what its old province may do, and is said beforehand once that province wants it', async () => {
    const { proposal: others } = await proposeAs('SichuanMSP', item(ZHEJIANG, 'SichuanMSP'));
    expect((await registry(ZHEJIANG))['issuer']).not.toHaveProperty('moving');
    const { proposal } = await proposeAs('ZhejiangMSP', item(ZHEJIANG, 'AnhuiMSP'));
    expect(proposal).not.toBe(others);
    expect((await registry(ZHEJIANG))['issuer']).toMatchObject({ moving: proposal });
    const { under } = await issuer(ZHEJIANG);
    await approveAs('AnhuiMSP', proposal);
    const { seq } = (await lastDecision()) as { seq: number };
    expect(await issuer(ZHEJIANG)).toMatchObject({ mspId: 'AnhuiMSP', under: { n: seq, p: 0 } });
    expect((await lastDecision())['items']).toMatchObject([{ issuer: ZHEJIANG, under: { ...under } }]);
    expect((await registry(ZHEJIANG))['issuer']).not.toHaveProperty('moving');
    await expect(register('ZhejiangMSP', ZHEJIANG, '新名')).rejects.toThrow(refused('NOT_ISSUER_PROVINCE'));
    // Not even its new province may register it by itself: the code is of another region.
    await expect(register('AnhuiMSP', ZHEJIANG, '新名')).rejects.toThrow(refused('ISSUER_REGION'));
  });

  it('merged issuers move with the one that they were merged into, whose province may give them keys', async () => {
    await sample.decide(item(CENTRAL, 'ZhejiangMSP'));
    await sample.decide({ kind: 'succession', from: CENTRAL, to: ZHEJIANG });
    await sample.decide({ kind: 'succession', from: ZHEJIANG, to: ANHUI });
    const before = await Promise.all([CENTRAL, ZHEJIANG].map(issuer));
    expect(before.map(({ mspId }) => mspId)).toEqual(['AnhuiMSP', 'AnhuiMSP']);
    await sample.decide(item(ANHUI, 'SichuanMSP'));
    const { seq, items } = (await lastDecision()) as { seq: number; items: readonly JsonObject[] };
    expect(items[0]?.['with']).toEqual(before.map(({ issuer: code, under }) => ({ issuer: code, under })));
    for (const code of [CENTRAL, ZHEJIANG, ANHUI])
      expect(await issuer(code)).toMatchObject({ mspId: 'SichuanMSP', under: { n: seq, p: 0 } });
    const key = newKey();
    const add = (mspId: string): Promise<JsonObject> =>
      sample.ledger.call(mspId, 'service', (tx) =>
        addKey(tx, CENTRAL, key.spki, 'ES256', 'credential', proof(key, CENTRAL, 'credential')),
      );
    await expect(add('AnhuiMSP')).rejects.toThrow(refused('NOT_ISSUER_PROVINCE'));
    await add('SichuanMSP');
    await expect(proposeAs('AnhuiMSP', item(ZHEJIANG, 'AnhuiMSP'))).rejects.toThrow(refused('ISSUER_MERGED'));
  });

  it('a merger writes both, and only the merged one changes its owner', async () => {
    const [from, to] = await Promise.all([ZHEJIANG, ANHUI].map(issuer));
    await sample.decide({ kind: 'succession', from: ZHEJIANG, to: ANHUI });
    const { seq, items } = (await lastDecision()) as { seq: number; items: readonly JsonObject[] };
    expect(items).toEqual([
      { kind: 'succession', from: ZHEJIANG, to: ANHUI, under: { from: from?.under, to: to?.under } },
    ]);
    expect(await issuer(ZHEJIANG)).toMatchObject({
      mspId: 'AnhuiMSP',
      successor: ANHUI,
      under: { n: seq, p: 0 },
    });
    expect(await issuer(ANHUI)).toMatchObject({ mspId: 'AnhuiMSP', under: { n: seq, p: to?.under.p } });
  });
});

describe('an issuer that has retired', () => {
  it('is no successor, and works again by a decision', async () => {
    await sample.ledger.call('AnhuiMSP', 'service', (tx) => retireIssuer(tx, ANHUI));
    const merger = { kind: 'succession', from: ZHEJIANG, to: ANHUI };
    await expect(proposeAs('AnhuiMSP', merger)).rejects.toThrow(refused('ISSUER_RETIRED'));
    await sample.decide(item(ANHUI, 'AnhuiMSP', '示例局'));
    expect(await issuer(ANHUI)).not.toHaveProperty('retired');
  });
});

describe('a province that leaves', () => {
  const removal = async (heirs: JsonObject): Promise<JsonObject> => {
    const anchor = await sample.ledger.call('AnhuiMSP', '', ({ state }) => readAnchor(state, 1));
    const provinces = anchor.provinces.filter(({ mspId }) => mspId !== 'ZhejiangMSP');
    return { kind: 'anchor', anchor: { ...anchor, n: 2, provinces } as unknown as JsonObject, ...heirs };
  };

  it.each<[string, JsonObject]>([
    ['no heirs', {}],
    [
      'an heir for another province’s issuer',
      { heirs: [{ issuer: ANHUI, to: 'AnhuiMSP' }], otherHeir: 'AnhuiMSP' },
    ],
    ['an heir that leaves too', { heirs: [{ issuer: ZHEJIANG, to: 'ZhejiangMSP' }] }],
    ['an heir from nowhere', { otherHeir: 'HubeiMSP' }],
  ])('is refused with %s', async (_, heirs) => {
    await expect(proposeAs('AnhuiMSP', await removal(heirs))).rejects.toThrow(refused('HEIRS_INCOMPLETE'));
  });

  it('leaves its issuers to heirs, merged ones to that of their successor', async () => {
    await sample.decide(item(CENTRAL, 'SichuanMSP'));
    await sample.decide({ kind: 'succession', from: CENTRAL, to: ZHEJIANG });
    const before = await Promise.all([CENTRAL, ZHEJIANG].map(issuer));
    const split = {
      heirs: [CENTRAL, ZHEJIANG].map((code, at) => ({
        issuer: code,
        to: at === 0 ? 'AnhuiMSP' : 'SichuanMSP',
      })),
    };
    await expect(proposeAs('AnhuiMSP', await removal(split))).rejects.toThrow(refused('HEIRS_INCOMPLETE'));
    await sample.decide(await removal({ heirs: [{ issuer: ZHEJIANG, to: 'SichuanMSP' }] }));
    const { seq, items } = (await lastDecision()) as { seq: number; items: readonly JsonObject[] };
    expect(items[0]?.['heirs']).toEqual(
      before.map(({ issuer: code, under }) => ({ issuer: code, to: 'SichuanMSP', under })),
    );
    for (const code of [CENTRAL, ZHEJIANG])
      expect(await issuer(code)).toMatchObject({ mspId: 'SichuanMSP', under: { n: seq, p: 0 } });
  });
});

describe('a trust anchor', () => {
  it.each(sharedVectors('ca-certificates.json') as readonly Vector<string>[])(
    'with $name, as the SDK judges it',
    async ({ input, ok }) => {
      const anchor = await sample.ledger.call('AnhuiMSP', '', ({ state }) => readAnchor(state, 1));
      const provinces = anchor.provinces.map((province) =>
        province.mspId === 'AnhuiMSP' ? { ...province, roots: [...province.roots, input] } : province,
      );
      const next = { kind: 'anchor', anchor: { ...anchor, n: 2, provinces } as unknown as JsonObject };
      if (ok) await sample.decide(next);
      else
        await expect(proposeAs('AnhuiMSP', next)).rejects.toThrow(
          refused(input === '' ? 'INPUT_INVALID' : 'ANCHOR_INVALID'),
        );
    },
  );

  it('leaves a province its region', async () => {
    const anchor = await sample.ledger.call('AnhuiMSP', '', ({ state }) => readAnchor(state, 1));
    const provinces = anchor.provinces.map((province) =>
      province.mspId === 'AnhuiMSP' ? { ...province, region: '35' } : province,
    );
    const next = { kind: 'anchor', anchor: { ...anchor, n: 2, provinces } as unknown as JsonObject };
    await expect(proposeAs('AnhuiMSP', next)).rejects.toThrow(refused('ANCHOR_INVALID'));
  });
});
