import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { revokeKey } from '../keys/revoke';
import { getEntry, getHistory, getStatus } from '../reads/reads';
import { ANHUI, OTHER_TYPE, Sample, ZHEJIANG } from '../unit-ledger/sample';
import { append } from './append';

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;
const CERT = '0'.repeat(31);
const cert = (digit: number): string => `${CERT}${digit}`;

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});

const status = (name: string): Promise<JsonObject> =>
  sample.ledger.call('SichuanMSP', '', ({ state }) => getStatus(state, ZHEJIANG, name));

describe('an entry that follows the head', () => {
  it('stands, emits one event and is read back', async () => {
    const entry = sample.entry(sample.tree());
    const { seq } = await sample.append(entry);
    expect(seq).toBe(1);
    expect(sample.ledger.events).toEqual([{ event: 'entry', payload: { issuer: ZHEJIANG, seq: 1 } }]);
    expect(await sample.ledger.call('SichuanMSP', '', ({ state }) => getEntry(state, ZHEJIANG, '1'))).toEqual(
      { entry },
    );
  });

  it('chains to the one before', async () => {
    await sample.append(sample.entry(sample.tree()));
    const second = sample.entry(sample.tree());
    await expect(sample.append({ ...second, prev: 'ee'.repeat(32) })).rejects.toThrow(refused('ENTRY_PREV'));
    await sample.append(second);
  });

  it('anchors a renewal and supersedes the old certificate in one', async () => {
    const changes = [sample.change(cert(1), 'superseded', { issuer: ZHEJIANG, cert: cert(2) })];
    await sample.append(sample.entry({ ...sample.tree(), changes }));
    expect(await status(cert(1))).toMatchObject({
      status: { state: 'superseded', by: { cert: cert(2) }, seq: 1 },
    });
  });

  it('is read whatever the order of its members', async () => {
    const entry = sample.entry(sample.tree());
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(entry).reverse()));
    expect(reversed).not.toBe(canonicalJson(entry));
    await sample.ledger.call('ZhejiangMSP', 'issuer', (tx) => append(tx, reversed));
    expect(await sample.append(entry)).toMatchObject({ seq: 1 });
  });
});

describe('an entry that stands already', () => {
  it('succeeds and changes nothing, whatever its age and whatever came after', async () => {
    const entry = sample.entry({ ...sample.tree(), changes: [sample.change(cert(1), 'revoked')] });
    const first = await sample.append(entry);
    await sample.append(sample.entry(sample.tree()));
    await sample.ledger.call('ZhejiangMSP', 'service', (tx) => revokeKey(tx, ZHEJIANG, sample.kid, 'lost'));
    sample.ledger.now += 86_400_000;
    const { size, events } = { size: sample.ledger.size, events: sample.ledger.events.length };
    expect(await sample.append(entry)).toEqual(first);
    expect({ size: sample.ledger.size, events: sample.ledger.events.length }).toEqual({ size, events });
  });

  it('refuses another one at its seq', async () => {
    const entry = sample.entry(sample.tree());
    await sample.append(entry);
    await expect(sample.append({ ...entry, size: 2 })).rejects.toThrow(refused('ENTRY_SEQ_TAKEN'));
  });
});

describe('an entry is refused', () => {
  it.each<[code: string, change: () => JsonObject]>([
    ['ENTRY_SEQ_SKIPPED', () => ({ seq: 2 })],
    ['ENTRY_PREV', () => ({ prev: 'ee'.repeat(32) })],
    ['ENTRY_UNDER', () => ({ under: { n: 1, p: 2 } })],
    ['ENTRY_UNDER', () => ({ under: { n: 0, p: 1 } })],
    ['ENTRY_NETWORK', () => ({ network: 'ff'.repeat(16) })],
    ['ENTRY_NETWORK', () => ({ channel: 'other' })],
    ['ENTRY_TIME', () => ({ time: new Date(sample.ledger.now - 300_001).toISOString() })],
    ['ENTRY_TIME', () => ({ time: new Date(sample.ledger.now + 300_001).toISOString() })],
    ['KEY_UNKNOWN', () => ({ keys: ['0123456789abcdef'] })],
    ['TYPE_NOT_ALLOWED', () => ({ types: [OTHER_TYPE] })],
    ['ISSUER_UNKNOWN', () => ({ issuer: '11510000MB0000001R' })],
    ['NOT_ISSUER_PROVINCE', () => ({ issuer: ANHUI })],
  ])('with %s', async (code, change) => {
    const entry = { ...sample.entry(sample.tree()), ...change() };
    await expect(sample.append(entry)).rejects.toThrow(refused(code));
  });

  it('that names a revoked key', async () => {
    await sample.ledger.call('ZhejiangMSP', 'service', (tx) =>
      revokeKey(tx, ZHEJIANG, sample.kid, 'key-compromise'),
    );
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused('ENTRY_UNDER'));
    await sample.look();
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused('KEY_REVOKED'));
  });

  it('from a client without the role, of another province, or of none', async () => {
    const entry = sample.entry(sample.tree());
    await expect(sample.append(entry, 'ZhejiangMSP', 'service administrator')).rejects.toThrow(
      refused('ROLE_MISSING'),
    );
    await expect(sample.append(entry, 'AnhuiMSP')).rejects.toThrow(refused('NOT_ISSUER_PROVINCE'));
    await expect(sample.append(entry, 'HubeiMSP')).rejects.toThrow(refused('PROVINCE_UNKNOWN'));
  });

  it.each<[what: string, change: (body: JsonObject) => JsonObject]>([
    ['nothing to say', () => ({})],
    ['a root without its size', ({ size: _, ...body }) => body],
    ['a key named twice', (body) => ({ ...body, keys: [sample.kid, sample.kid] })],
    ['a member that is not known', (body) => ({ ...body, holder: 'x' })],
    ['no changes in changes', (body) => ({ ...body, changes: [] })],
    ['an unknown reason', () => ({ changes: [{ cert: cert(1), state: 'revoked', reason: 'deceased' }] })],
    ['an unknown state', () => ({ changes: [sample.change(cert(1), 'valid')] })],
    [
      'a successor where none belongs',
      () => ({ changes: [sample.change(cert(1), 'revoked', { issuer: ZHEJIANG, cert: cert(2) })] }),
    ],
    ['no successor where one belongs', () => ({ changes: [sample.change(cert(1), 'superseded')] })],
    [
      'changes in disorder',
      () => ({ changes: [sample.change(cert(2), 'revoked'), sample.change(cert(1), 'revoked')] }),
    ],
    [
      'two changes of one certificate',
      () => ({ changes: [sample.change(cert(1), 'suspended'), sample.change(cert(1), 'revoked')] }),
    ],
    ['too many changes', () => ({ changes: many(1001) })],
    ['no version of its issuer', (body) => ({ ...body, under: null })],
    ['a version with another member', (body) => ({ ...body, under: { n: 0, p: 2, q: 0 } })],
    ['a negative version', (body) => ({ ...body, under: { n: 0, p: -1 } })],
    ['about two things', (body) => ({ ...body, about: { issuer: ZHEJIANG, type: OTHER_TYPE } })],
    ['about another issuer', (body) => ({ ...body, about: { issuer: ANHUI } })],
    [
      'about another issuer’s key',
      (body) => ({ ...body, about: { key: { issuer: ANHUI, kid: sample.kid } } }),
    ],
    ['about a province', (body) => ({ ...body, about: { province: 'AnhuiMSP' } })],
  ])('that has %s', async (_, change) => {
    await expect(sample.append(sample.entry(change(sample.tree())))).rejects.toThrow(
      refused('INPUT_INVALID'),
    );
  });

  it('longer than 256 kB in canonical form', async () => {
    const by = { issuer: ANHUI, cert: cert(9) };
    const long = many(1000).map((change) => ({
      ...change,
      state: 'transferred',
      reason: 'x'.repeat(200),
      by,
    }));
    await expect(sample.append(sample.entry({ changes: long }))).rejects.toThrow(/longer than 262144 bytes/);
  });

  it('only beyond 1,000 changes', async () => {
    await sample.append(sample.entry({ changes: many(1000) }));
  });
});

function many(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) =>
    sample.change(index.toString(16).padStart(32, '0'), 'suspended'),
  );
}

describe('the state of a certificate', () => {
  const END = ['revoked', 'cancelled', 'superseded', 'transferred'];
  const by = (state: string): { issuer: string; cert: string } | undefined =>
    state === 'superseded' || state === 'transferred' ? { issuer: ZHEJIANG, cert: cert(9) } : undefined;
  const set = (state: string): Promise<JsonObject> =>
    sample.appendChanges(sample.change(cert(1), state, by(state)));

  it('is null before any change', async () => {
    expect(await status(cert(1))).toEqual({ status: null });
  });

  it.each(END)('%s is final', async (state) => {
    await set(state);
    for (const next of ['suspended', 'reinstated', ...END]) {
      await expect(set(next)).rejects.toThrow(refused('STATE_FINAL'));
    }
  });

  it.each(END)('becomes %s from nothing, from suspended and from reinstated', async (state) => {
    await sample.appendChanges(sample.change(cert(2), 'suspended'), sample.change(cert(3), 'suspended'));
    await sample.appendChanges(sample.change(cert(3), 'reinstated'));
    const changes = [1, 2, 3].map((digit) => sample.change(cert(digit), state, by(state)));
    await sample.appendChanges(...changes);
    expect(await status(cert(3))).toMatchObject({ status: { state, seq: 3 } });
  });

  it('cannot be suspended twice, nor reinstated from anything but suspended', async () => {
    await expect(set('reinstated')).rejects.toThrow(refused('STATE_TRANSITION'));
    await set('suspended');
    await expect(set('suspended')).rejects.toThrow(refused('STATE_TRANSITION'));
    await set('reinstated');
    await expect(set('reinstated')).rejects.toThrow(refused('STATE_TRANSITION'));
    await set('suspended');
  });

  it('has a history, newest first', async () => {
    await set('suspended');
    await set('revoked');
    const { history } = await sample.ledger.call('AnhuiMSP', '', ({ state }) =>
      getHistory(state, ZHEJIANG, cert(1)),
    );
    expect(history).toMatchObject([
      { state: 'revoked', seq: 2 },
      { state: 'suspended', seq: 1 },
    ]);
  });

  it('says nothing of who waits for it: that is no change of its own', async () => {
    const waits = sample.change(cert(2), 'superseded', { issuer: ZHEJIANG, cert: cert(1) }, '2026-11-30');
    await sample.appendChanges(waits);
    expect(await status(cert(1))).toEqual({ status: null });
    await set('suspended');
    await sample.appendChanges(sample.change(cert(2), 'withdrawn'));
    const { status: now } = await status(cert(1));
    expect(now).toEqual({
      state: 'suspended',
      reason: 'unspecified',
      seq: 2,
      time: expect.any(String) as string,
    });
    const { history } = await sample.ledger.call('AnhuiMSP', '', ({ state }) =>
      getHistory(state, ZHEJIANG, cert(1)),
    );
    expect(history).toEqual([now]);
  });

  it('is read once where it ends, and nothing else is for it', async () => {
    const readsOf = async (count: number): Promise<number> => {
      const changes = many(count).map((change) => ({ ...change, state: 'revoked' }));
      const text = canonicalJson(sample.entry({ changes }));
      const { reads } = await sample.ledger.endorse('ZhejiangMSP', 'issuer', (tx) => append(tx, text));
      return reads.size;
    };
    expect(await readsOf(100)).toBe((await readsOf(1)) + 99);
  });

  it('is transferred to any registered issuer, superseded within its own only', async () => {
    const to = { issuer: ANHUI, cert: cert(8) };
    await expect(sample.appendChanges(sample.change(cert(1), 'superseded', to))).rejects.toThrow(
      refused('SUCCESSOR_INVALID'),
    );
    const unknown = { issuer: '11510000MB0000001R', cert: cert(8) };
    await expect(sample.appendChanges(sample.change(cert(1), 'transferred', unknown))).rejects.toThrow(
      refused('ISSUER_UNKNOWN'),
    );
    const itself = { issuer: ZHEJIANG, cert: cert(1) };
    await expect(sample.appendChanges(sample.change(cert(1), 'superseded', itself))).rejects.toThrow(
      refused('SUCCESSOR_INVALID'),
    );
    await sample.appendChanges(sample.change(cert(1), 'transferred', to));
  });
});
