import { beforeEach, describe, expect, it } from 'vitest';
import { recordHash } from '../canonical/hash';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { getNetwork, getProposals, getRecords, getRegistry } from '../reads/reads';
import { MemoryLedger } from '../unit-ledger/memory';
import { ANHUI, NETWORK, OTHER_TYPE, provinces, ROOTS, Sample, TYPE, ZHEJIANG } from '../unit-ledger/sample';
import { init } from './init';
import { readAnchor } from '../network/network';
import { approve, propose } from './proposals';

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;
const CENTRAL = '11100000MB0000001T';

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});

const as =
  (mspId: string, roles = 'administrator') =>
  (...items: JsonObject[]): Promise<JsonObject> =>
    sample.ledger.call(mspId, roles, (tx) => propose(tx, canonicalJson({ items })));
const approveAs = (mspId: string, id: unknown, roles = 'administrator'): Promise<JsonObject> =>
  sample.ledger.call(mspId, roles, (tx) => approve(tx, id as string));
const anchor = async (n = 1): Promise<JsonObject> =>
  (await sample.ledger.call('AnhuiMSP', '', ({ state }) => readAnchor(state, n))) as unknown as JsonObject;
const networkLog = async (): Promise<JsonObject[]> => {
  const { records } = await sample.ledger.call('AnhuiMSP', '', ({ state }) =>
    getRecords(state, 'n', NETWORK, '1', '100'),
  );
  return records as JsonObject[];
};

describe('Init', () => {
  const start = (
    roles: string,
    list: Json,
    threshold: string,
    mspId = 'AnhuiMSP',
    ledger = new MemoryLedger(),
  ): Promise<JsonObject> =>
    ledger.call(mspId, roles, (tx) => init(tx, NETWORK, canonicalJson(list), threshold));

  it('writes the first record of the network and its trust anchor, sorted by MSP id', async () => {
    const ledger = new MemoryLedger();
    const result = await start('administrator', provinces().reverse(), '2', 'AnhuiMSP', ledger);
    const { network } = await ledger.call('AnhuiMSP', '', ({ state }) => getNetwork(state));
    expect(network).toMatchObject({
      hash: result['anchor'],
      anchor: { n: 1, threshold: 2, channel: 'certbridge', chaincode: 'certbridge' },
    });
    expect((network as { anchor: { provinces: unknown } }).anchor.provinces).toEqual(provinces());
  });

  it('comes before everything else', async () => {
    const empty = new MemoryLedger();
    await expect(empty.call('AnhuiMSP', '', ({ state }) => getNetwork(state))).rejects.toThrow(
      refused('NETWORK_UNINITIALISED'),
    );
  });

  it('happens once', async () => {
    const again = start('administrator', provinces(), '2', 'AnhuiMSP', sample.ledger);
    await expect(again).rejects.toThrow(refused('NETWORK_INITIALISED'));
  });

  it.each<[string, string, string, (list: JsonObject[]) => Json, string]>([
    ['a threshold above the majority', 'ANCHOR_INVALID', 'administrator', (list) => list, '3'],
    [
      'a threshold that lets one province speak for three',
      'ANCHOR_INVALID',
      'administrator',
      (list) => list,
      '1',
    ],
    [
      'two provinces with one root',
      'ANCHOR_INVALID',
      'administrator',
      ([a, b, c]) => [a, { ...b, roots: [ROOTS[2]] }, c] as Json,
      '2',
    ],
    [
      'an intermediate that is the root of another',
      'ANCHOR_INVALID',
      'administrator',
      ([a, b, c]) => [a, { ...b, intermediates: [ROOTS[2]] }, c] as Json,
      '2',
    ],
    [
      'two provinces of one region',
      'ANCHOR_INVALID',
      'administrator',
      ([a, b, c]) => [a, { ...b, region: '33' }, c] as Json,
      '2',
    ],
    ['one MSP twice', 'INPUT_INVALID', 'administrator', ([a, b]) => [a, b, a] as Json, '2'],
    [
      'something that is no certificate',
      'ANCHOR_INVALID',
      'administrator',
      ([a]) => [{ ...a, roots: ['AAAA'] }] as Json,
      '1',
    ],
    ['a caller without the role', 'ROLE_MISSING', 'service issuer', (list) => list, '2'],
    ['a caller from elsewhere', 'PROVINCE_UNKNOWN', 'administrator', ([, b, c]) => [b, c] as Json, '2'],
  ])('refuses %s', async (_, code, roles, change, threshold) => {
    await expect(start(roles, change(provinces()), threshold)).rejects.toThrow(refused(code));
  });
});

describe('a proposal', () => {
  const type = { kind: 'type', type: { code: OTHER_TYPE, name: '营业执照' } };

  it('is named by its content and enacted by a second province, not by its own', async () => {
    const { proposal, enacted } = await as('ZhejiangMSP')(type);
    expect({ proposal, enacted }).toEqual({ proposal: recordHash({ items: [type] }), enacted: false });
    await expect(approveAs('ZhejiangMSP', proposal)).rejects.toThrow(refused('PROPOSAL_APPROVED'));
    expect(await approveAs('AnhuiMSP', proposal)).toEqual({ proposal, enacted: true });
    expect((await networkLog()).at(-1)).toMatchObject({
      kind: 'decision',
      items: [type],
      proposal,
      approvedBy: ['AnhuiMSP', 'ZhejiangMSP'],
    });
    expect(await sample.ledger.call('AnhuiMSP', '', (tx) => getProposals(tx, '', '100'))).toEqual({
      proposals: [],
    });
    await expect(approveAs('SichuanMSP', proposal)).rejects.toThrow(refused('PROPOSAL_UNKNOWN'));
  });

  it('cannot be made twice while it is open, nor for what is so already', async () => {
    await as('ZhejiangMSP')(type);
    await expect(as('AnhuiMSP')(type)).rejects.toThrow(refused('PROPOSAL_EXISTS'));
    await expect(as('AnhuiMSP')({ kind: 'type', type: { code: TYPE, name: '居住证' } })).rejects.toThrow(
      refused('PROPOSAL_STALE'),
    );
  });

  it('expires, and may then be made again', async () => {
    const { proposal } = await as('ZhejiangMSP')(type);
    sample.ledger.now += 30 * 86_400_000;
    await expect(approveAs('AnhuiMSP', proposal)).rejects.toThrow(refused('PROPOSAL_EXPIRED'));
    await as('AnhuiMSP')(type);
  });

  it('is one of at most 20 open ones of a province', async () => {
    for (let index = 0; index < 20; index += 1) {
      await as('ZhejiangMSP')({ kind: 'type', type: { code: OTHER_TYPE, name: `类型 ${index}` } });
    }
    await expect(as('ZhejiangMSP')(type)).rejects.toThrow(refused('PROPOSAL_LIMIT'));
    await as('AnhuiMSP')(type);
  });

  it('wants administrators of provinces', async () => {
    await expect(as('ZhejiangMSP', 'service issuer')(type)).rejects.toThrow(refused('ROLE_MISSING'));
    await expect(as('HubeiMSP')(type)).rejects.toThrow(refused('PROVINCE_UNKNOWN'));
    const { proposal } = await as('ZhejiangMSP')(type);
    await expect(approveAs('AnhuiMSP', proposal, 'service')).rejects.toThrow(refused('ROLE_MISSING'));
    await expect(approveAs('HubeiMSP', proposal)).rejects.toThrow(refused('PROVINCE_UNKNOWN'));
  });

  it('is refused when its kind or shape is not known', async () => {
    for (const item of [{ kind: 'gift' }, { kind: 'type' }, { ...type, extra: 1 }, {}, null as never]) {
      await expect(as('ZhejiangMSP')(item)).rejects.toThrow(refused('INPUT_INVALID'));
    }
    await expect(as('ZhejiangMSP')()).rejects.toThrow(refused('INPUT_INVALID'));
  });
});

describe('the next trust anchor', () => {
  const next = async (change: JsonObject): Promise<JsonObject> => ({
    kind: 'anchor',
    anchor: { ...(await anchor()), n: 2, ...change },
  });

  it('is n+1, and lets a province go: its approvals and calls count no more', async () => {
    const { proposal } = await as('SichuanMSP')({
      kind: 'type',
      type: { code: OTHER_TYPE, name: '营业执照' },
    });
    const [anhui, , zhejiang] = provinces();
    await sample.decide(await next({ provinces: [anhui, zhejiang] as Json }));
    expect(await anchor(2)).toMatchObject({
      n: 2,
      provinces: [{ mspId: 'AnhuiMSP' }, { mspId: 'ZhejiangMSP' }],
    });
    await expect(approveAs('SichuanMSP', proposal)).rejects.toThrow(refused('PROVINCE_UNKNOWN'));
    expect(await approveAs('AnhuiMSP', proposal)).toMatchObject({ enacted: false });
    expect(await approveAs('ZhejiangMSP', proposal)).toMatchObject({ enacted: true });
  });

  it('makes another proposal for the same number stale', async () => {
    const { proposal } = await as('SichuanMSP')({
      ...(await next({ provinces: provinces().slice(1) })),
      otherHeir: 'SichuanMSP',
    });
    await sample.decide({ ...(await next({ provinces: provinces().slice(0, 2) })), otherHeir: 'AnhuiMSP' });
    await expect(approveAs('AnhuiMSP', proposal)).rejects.toThrow(refused('PROPOSAL_STALE'));
  });

  it.each<[string, string, JsonObject]>([
    ['skips a number', 'PROPOSAL_STALE', { n: 3 }],
    ['changes nothing', 'PROPOSAL_STALE', {}],
    ['raises the threshold above the majority', 'ANCHOR_INVALID', { threshold: 3 }],
    ['lets one province decide', 'ANCHOR_INVALID', { threshold: 1 }],
    ['is of another network', 'ANCHOR_INVALID', { network: 'ff'.repeat(16) }],
    ['is of another channel', 'ANCHOR_INVALID', { channel: 'other' }],
    ['is of another chaincode', 'ANCHOR_INVALID', { chaincode: 'other' }],
  ])('is refused when it %s', async (_, code, change) => {
    await expect(as('ZhejiangMSP')(await next(change))).rejects.toThrow(refused(code));
  });
});

describe('issuers by proposal', () => {
  it('registers a central issuer, which its province cannot then rename alone', async () => {
    const issuer = { issuer: CENTRAL, name: '示例部', mspId: 'SichuanMSP', types: [TYPE] };
    await sample.decide({ kind: 'issuer', ...issuer });
    const registry = await sample.ledger.call('AnhuiMSP', '', (tx) => getRegistry(tx, CENTRAL));
    const { seq: n } = (await networkLog()).at(-1) as { seq: number };
    expect(registry).toEqual({ issuer: { ...issuer, under: { n, p: 0 } }, keys: [] });
    await expect(as('AnhuiMSP')({ kind: 'issuer', ...issuer })).rejects.toThrow(refused('PROPOSAL_STALE'));
    await expect(as('AnhuiMSP')({ kind: 'issuer', ...issuer, mspId: 'HubeiMSP' })).rejects.toThrow(
      refused('PROVINCE_UNKNOWN'),
    );
    await expect(as('AnhuiMSP')({ kind: 'issuer', ...issuer, types: [OTHER_TYPE] })).rejects.toThrow(
      refused('TYPE_UNKNOWN'),
    );
    const wrong = as('AnhuiMSP')({ kind: 'issuer', ...issuer, issuer: '11100000MB00000010' });
    await expect(wrong).rejects.toThrow(refused('ISSUER_CODE_INVALID'));
  });

  it("passes a merged department's log to its successor's province", async () => {
    await sample.decide({ kind: 'succession', from: ZHEJIANG, to: ANHUI });
    const entry = sample.entry({ changes: [sample.change('0'.repeat(32), 'revoked')] });
    await expect(sample.append(entry)).rejects.toThrow(refused('NOT_ISSUER_PROVINCE'));
    await expect(sample.append(entry, 'AnhuiMSP')).rejects.toThrow(refused('ENTRY_UNDER'));
    await sample.look();
    await sample.append({ ...entry, under: { ...sample.under } }, 'AnhuiMSP');
    await expect(as('AnhuiMSP')({ kind: 'succession', from: ZHEJIANG, to: ANHUI })).rejects.toThrow(
      refused('PROPOSAL_STALE'),
    );
    await expect(as('AnhuiMSP')({ kind: 'succession', from: ANHUI, to: ZHEJIANG })).rejects.toThrow(
      refused('PROPOSAL_STALE'),
    );
    await expect(as('AnhuiMSP')({ kind: 'succession', from: ANHUI, to: ANHUI })).rejects.toThrow(
      refused('PROPOSAL_STALE'),
    );
    await expect(as('AnhuiMSP')({ kind: 'succession', from: ANHUI, to: CENTRAL })).rejects.toThrow(
      refused('ISSUER_UNKNOWN'),
    );
  });
});
