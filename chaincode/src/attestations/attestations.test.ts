import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { beat } from '../beats/beats';
import { recordHash } from '../canonical/hash';
import { canonicalJson } from '../canonical/json';
import { merkleRoot } from '../logs/heads-root';
import type { Json, JsonObject } from '../canonical/json';
import { getEntries, getEntry, getHeads, getRecords } from '../reads/reads';
import type { Transaction } from '../state/transaction';
import { NETWORK, Sample, ZHEJIANG } from '../unit-ledger/sample';
import { attestAnchor, attestCheckpoint, attestEntry, attestStatus } from './attestations';

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;
const NONCE = '5a'.repeat(16);
const CERT = '00'.repeat(16);
const frame = { channel: 'certbridge', network: NETWORK, time: '2026-11-24T08:00:00.000Z' };

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});
const ask = (run: (tx: Transaction) => Promise<JsonObject>): Promise<JsonObject> =>
  sample.ledger.call('SichuanMSP', '', run);

describe('attestations', () => {
  it('begin with their tag', async () => {
    const text = canonicalJson(await ask((tx) => attestCheckpoint(tx, NONCE)));
    expect(text).toMatch(/^\{"\$tag":"certbridge\/checkpoint\/1",/);
  });

  it('state an entry, its hash, its issuer and the keys that it names', async () => {
    const entry = sample.entry(sample.tree());
    await sample.append(entry);
    const spki = createHash('sha256').update(Buffer.from(sample.key.spki, 'base64')).digest('hex');
    expect(await ask((tx) => attestEntry(tx, ZHEJIANG, '1'))).toEqual({
      ...frame,
      $tag: 'certbridge/entry/1',
      issuer: ZHEJIANG,
      name: '示例厅',
      mspId: 'ZhejiangMSP',
      seq: 1,
      hash: recordHash(entry),
      keys: [{ kid: sample.kid, alg: 'ES256', use: 'certificate', spki }],
    });
  });

  it('do not state an entry that is not there', async () => {
    await expect(ask((tx) => attestEntry(tx, ZHEJIANG, '1'))).rejects.toThrow(refused('ENTRY_UNKNOWN'));
    await expect(ask((tx) => attestEntry(tx, '11510000MB0000001R', '1'))).rejects.toThrow(
      refused('ISSUER_UNKNOWN'),
    );
    await expect(ask((tx) => attestAnchor(tx, '2'))).rejects.toThrow(refused('ANCHOR_UNKNOWN'));
    await expect(ask((tx) => attestCheckpoint(tx, 'any text'))).rejects.toThrow(refused('INPUT_INVALID'));
  });

  it('state a status with the head that it holds under', async () => {
    const none = await ask((tx) => attestStatus(tx, ZHEJIANG, CERT, NONCE));
    expect(none).toMatchObject({
      status: null,
      head: { seq: 0, hash: '0'.repeat(64) },
      beats: [],
      nonce: NONCE,
    });
    const entry = sample.entry({ changes: [sample.change(CERT, 'revoked')] });
    await sample.append(entry);
    await sample.ledger.call('AnhuiMSP', 'service', beat);
    expect(await ask((tx) => attestStatus(tx, ZHEJIANG, CERT, NONCE))).toEqual({
      ...frame,
      $tag: 'certbridge/status/1',
      issuer: ZHEJIANG,
      cert: CERT,
      nonce: NONCE,
      head: { seq: 1, hash: recordHash(entry) },
      status: { state: 'revoked', reason: 'unspecified', seq: 1, time: frame.time },
      beats: [['AnhuiMSP', frame.time]],
    });
  });

  it('state the heads of all logs, in byte order, and the newest beat of each province', async () => {
    await sample.append(sample.entry(sample.tree()));
    await sample.ledger.call('ZhejiangMSP', 'service', beat);
    sample.ledger.now -= 1000;
    await sample.ledger.call('AnhuiMSP', 'service', beat);
    const { heads } = await ask(({ state }) => getHeads(state, '', '1000'));
    const lines = (heads as JsonObject[]).map(
      ({ log, id, seq, hash }) => `${log as string} ${id as string} ${seq as number} ${hash as string}`,
    );
    expect(lines.map((line) => line.split(' ')[1])).toEqual([ZHEJIANG, NETWORK, 'AnhuiMSP', 'ZhejiangMSP']);
    expect(await ask((tx) => attestCheckpoint(tx, NONCE))).toMatchObject({
      $tag: 'certbridge/checkpoint/1',
      count: 4,
      heads: merkleRoot(lines.map((line) => Buffer.from(line))).toString('hex'),
      anchor: 1,
      beats: [
        ['AnhuiMSP', '2026-11-24T07:59:59.000Z'],
        ['ZhejiangMSP', frame.time],
      ],
    });
    const rest = await ask(({ state }) => getHeads(state, lines[1] as string, '1'));
    expect(rest).toMatchObject({ heads: [{ log: 'p', id: 'AnhuiMSP' }] });
  });

  it('state a trust anchor and the one before it', async () => {
    const first = await ask((tx) => attestAnchor(tx, '1'));
    expect(first).toMatchObject({ $tag: 'certbridge/anchor/1', n: 1, previous: null });
    const { records } = await ask(({ state }) => getRecords(state, 'n', NETWORK, '1', '1'));
    const { anchor } = (records as JsonObject[])[0] as { anchor: JsonObject };
    expect(first['anchor']).toBe(recordHash(anchor));
    const next = {
      ...anchor,
      n: 2,
      provinces: (anchor['provinces'] as Json[]).filter((_, index) => index !== 1),
    };
    await sample.decide({ kind: 'anchor', anchor: next });
    expect(await ask((tx) => attestAnchor(tx, '2'))).toMatchObject({
      n: 2,
      anchor: recordHash(next),
      previous: first['anchor'],
    });
  });
});

describe('reads', () => {
  it('chain, and are bounded', async () => {
    for (let index = 0; index < 3; index += 1) await sample.append(sample.entry(sample.tree()));
    const { entries } = await ask(({ state }) => getEntries(state, ZHEJIANG, '2', '100'));
    const [second, third] = entries as [JsonObject, JsonObject];
    expect(third['prev']).toBe(recordHash(second));
    expect(await ask(({ state }) => getEntries(state, ZHEJIANG, '1', '1'))).toMatchObject({
      entries: [{ seq: 1 }],
    });
    for (const [from, limit] of [
      ['1', '101'],
      ['0', '1'],
      ['1', '0'],
      ['x', '1'],
    ] as const) {
      await expect(ask(({ state }) => getEntries(state, ZHEJIANG, from, limit))).rejects.toThrow(
        refused('INPUT_INVALID'),
      );
    }
    await expect(ask(({ state }) => getEntry(state, ZHEJIANG, '4'))).rejects.toThrow(
      refused('ENTRY_UNKNOWN'),
    );
    await expect(ask(({ state }) => getHeads(state, '', '1001'))).rejects.toThrow(refused('INPUT_INVALID'));
  });

  it('give no more than 1 MiB of records at once, and always one', async () => {
    // 256 kB is the most that an entry may have: four fit, and a bit.
    const many = (first: number): JsonObject[] =>
      Array.from({ length: 1000 }, (_, at) => {
        const cert = (first * 1000 + at).toString(16).padStart(32, '0');
        return sample.change(cert, 'superseded', { issuer: ZHEJIANG, cert: `f${cert.slice(1)}` });
      });
    for (let first = 0; first < 7; first += 1) await sample.appendChanges(...many(first));
    const read = async (from: number): Promise<JsonObject[]> => {
      const { entries } = await ask(({ state }) => getEntries(state, ZHEJIANG, String(from), '100'));
      return entries as JsonObject[];
    };
    const bytes = (entries: readonly JsonObject[]): number =>
      entries.reduce((sum, entry) => sum + Buffer.byteLength(canonicalJson(entry)), 0);
    const first = await read(1);
    expect(bytes(first)).toBeLessThanOrEqual(1 << 20);
    expect(bytes([...first, ...(await read(first.length + 1)).slice(0, 1)])).toBeGreaterThan(1 << 20);
    expect([...first, ...(await read(first.length + 1))].map(({ seq }) => seq)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
    const { records } = await ask(({ state }) => getRecords(state, 'i', ZHEJIANG, '1', '100'));
    expect(records).toEqual(first);
  });
});
