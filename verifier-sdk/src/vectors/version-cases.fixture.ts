/** Versions of registrations that records name, and which of several records and provinces count. */
import { toHex } from '../formats/bytes.js';
import { codeOf, identifierOf } from './codes.fixture.js';
import { issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import { must } from './must.fixture.js';
import { zhejiang } from './replays.fixture.js';
import type { Prepare, Replays } from './replays.fixture.js';
import { instant } from './set.fixture.js';

const third = '11330000MB1111111C';
const sichuan = 'SichuanMSP';
const unusable = 'indeterminate RECORD_UNUSABLE';

/** `from` passes to `to`, with whatever else the item says. */
function merge(ledger: VectorLedger, from: string, to: string, more: object = {}): Promise<unknown> {
  const under = { from: ledger.under(from), to: ledger.under(to) };
  return ledger.decide([{ kind: 'succession', from, to, under, ...more }], {
    [from]: 'moved',
    [to]: 'stays',
  });
}

const registration = (issuer: string, mspId: string) =>
  ({ kind: 'issuer', issuer, mspId, name: '示例局', types: [typeCode] }) as const;

export async function addVersions(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const key = await cast.keys.key('third-issuer');
  const mine = { issuer: third, key };
  const other = { issuer: otherIssuer, key: await cast.keys.key('other-issuer') };
  const addKey = (ledger: VectorLedger, more: object = {}): Promise<unknown> =>
    ledger.addKeyTo(zhejiang, issuerCode, key, { ...more });
  await replays.add(
    'record-that-names-a-later-one',
    async (ledger) => {
      const { n, p } = ledger.under();
      await addKey(ledger, { under: { n, p: p + 2 } });
      await ledger.register(issuerCode, zhejiang);
    },
    { '': [unusable, { key }], others: ['valid OK'] },
  );
  await replays.add(
    'record-of-a-stranger-without-a-version',
    (ledger) => ledger.append('p', sichuan, { log: 'p', mspId: sichuan, kind: 'retire', issuer: issuerCode }),
    { '': ['valid OK'] },
  );
  await replays.add(
    'first-registration-without-a-name',
    (ledger) => ledger.register(third, zhejiang, { name: '' }),
    { '': ['invalid ISSUER_UNKNOWN', mine], others: ['valid OK'] },
  );
  await replays.add(
    'decision-about-one-that-nobody-registered',
    (ledger) => ledger.decide([{ ...registration(third, zhejiang), under: { n: 0, p: 3 } }]),
    { '': [unusable, mine], others: ['valid OK'] },
  );
  await replays.add(
    'decision-that-nobody-approved',
    (ledger) => {
      const items = [{ ...registration(third, zhejiang), under: { n: 0, p: 0 } }];
      const decision = { log: 'n', kind: 'decision', items, proposal: 'p1', approvedBy: [] };
      return ledger.append('n', ledger.network, decision);
    },
    { '': ['invalid ISSUER_UNKNOWN', mine], others: ['valid OK'] },
  );
  await replays.add(
    'decision-without-items-that-names-an-issuer',
    (ledger) => ledger.append('n', ledger.network, { log: 'n', kind: 'decision', issuer: issuerCode }),
    { '': [unusable], others: ['valid OK', other] },
  );
  // A record that names a version of before leaves the issuer where it stands, and the next one finds it there.
  await replays.add(
    'decision-under-a-version-of-before',
    async (ledger) => {
      const item = { ...registration(issuerCode, zhejiang), under: ledger.under() };
      await ledger.decide([item], { [issuerCode]: 'stays' });
      const at = ledger.under();
      await ledger.decide([item]);
      await addKey(ledger);
      ledger.unders.set(issuerCode, at);
      await merge(ledger, otherIssuer, issuerCode);
    },
    { '': [unusable], 'one-that-was-merged-into-it': ['valid OK', other] },
  );
  // Whoever owns an issuer answers for what it records of it, whatever version that names.
  await replays.add(
    'record-of-the-new-owner-under-a-version-of-before',
    async (ledger) => {
      const before = ledger.under();
      await ledger.decide([{ ...registration(issuerCode, sichuan), under: before }], {
        [issuerCode]: 'moved',
      });
      await ledger.province(sichuan, { kind: 'retire', issuer: issuerCode, under: before });
    },
    { '': [unusable] },
  );
  await addSuccessions(replays);
  await addLater(replays);
  await addRegions(replays);
}

async function addSuccessions(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const key = await cast.keys.key('third-issuer');
  const other = { issuer: otherIssuer, key: await cast.keys.key('other-issuer') };
  const theirs = { issuer: otherIssuer, key };
  await replays.add(
    'merged-under-no-version',
    async (ledger) => {
      const under = { from: { n: 9, p: 9 }, to: ledger.under(otherIssuer) };
      await ledger.decide([{ kind: 'succession', from: issuerCode, to: otherIssuer, under }], {
        [otherIssuer]: 'stays',
      });
      await ledger.addKeyTo('AnhuiMSP', otherIssuer, key);
    },
    { '': [unusable], 'key-of-the-other': ['valid OK', theirs] },
  );
  // Who was merged before into the one that ends stays where it is.
  await replays.add(
    'merged-into-one-that-nobody-registered',
    async (ledger) => {
      await merge(ledger, otherIssuer, issuerCode);
      const before = { [issuerCode]: ledger.under(), [otherIssuer]: ledger.under(otherIssuer) };
      await merge(ledger, issuerCode, third, { with: [{ issuer: otherIssuer, under: before[otherIssuer] }] });
      for (const [issuer, under] of Object.entries(before)) ledger.unders.set(issuer, under);
      ledger.unders.delete(third);
      await ledger.register(third, zhejiang);
      await ledger.addKeyTo(zhejiang, third, key);
      await ledger.addKeyTo(zhejiang, otherIssuer, key);
    },
    {
      '': [unusable],
      'one-that-was-merged-before': ['valid OK', other],
      'its-key-since': ['valid OK', theirs],
      'registered-since': ['valid OK', { issuer: third, key }],
    },
  );
  // All items of a decision name the version before it.
  await replays.add(
    'three-items-about-one',
    async (ledger) => {
      await ledger.register(third, zhejiang);
      const to = ledger.under(otherIssuer);
      const passes = [issuerCode, third].map((from) => ({
        ...{ kind: 'succession', from, to: otherIssuer },
        under: { from: ledger.under(from), to },
      }));
      await ledger.decide([{ ...registration(otherIssuer, 'AnhuiMSP'), under: to }, ...passes], {
        [otherIssuer]: 'stays',
      });
      await ledger.addKeyTo('AnhuiMSP', otherIssuer, key);
    },
    { '': ['valid OK'], 'key-of-the-other': ['valid OK', theirs] },
  );
  const along = (ledger: VectorLedger): object => ({
    with: [{ issuer: otherIssuer, under: ledger.under(otherIssuer) }],
  });
  await replays.add(
    'merged-along',
    async (ledger) => {
      await ledger.decide([{ ...registration(third, sichuan), under: { n: 0, p: 0 } }], { [third]: 'moved' });
      await merge(ledger, otherIssuer, issuerCode);
      await merge(ledger, issuerCode, third, along(ledger));
      ledger.unders.set(otherIssuer, ledger.under(issuerCode));
      await ledger.addKeyTo(sichuan, otherIssuer, key);
    },
    { '': ['valid OK'], 'key-of-one-that-went-along': ['valid OK', theirs] },
  );
  await replays.add(
    'merged-in-a-circle',
    async (ledger) => {
      await merge(ledger, otherIssuer, issuerCode);
      await merge(ledger, issuerCode, otherIssuer);
      const item = { ...registration(third, sichuan), under: { n: 0, p: 0 } };
      await ledger.decide([{ ...item, ...along(ledger) }]);
    },
    { '': ['valid OK'], 'one-that-goes-along': [unusable, other] },
  );
}

/** What later software records of an issuer makes a version of it, be it of the network or of its own province. */
async function addLater(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const key = await cast.keys.key('third-issuer');
  const about = { key: { issuer: issuerCode, kid: toHex(cast.revoked.kid) } };
  const looks = { '': ['valid OK'], 'key-added-since': ['valid OK', { key }] } as const;
  const add = (id: string, record: (ledger: VectorLedger) => Promise<{ seq: number }>, log: 'n' | 'p') =>
    replays.add(
      id,
      async (ledger) => {
        const { seq } = await record(ledger);
        ledger.unders.set(issuerCode, { ...ledger.under(), [log]: seq });
        await ledger.addKeyTo(zhejiang, issuerCode, key);
      },
      looks,
      'Growth',
    );
  const body = (ledger: VectorLedger) => ({ kind: 'later', about, under: ledger.under() });
  await add(
    'network-makes-a-version',
    (ledger) => ledger.append('n', ledger.network, { log: 'n', ...body(ledger) }),
    'n',
  );
  await add('province-makes-a-version', (ledger) => ledger.province(zhejiang, body(ledger)), 'p');
  const nobody: Prepare = (ledger) => ledger.province(zhejiang, { kind: 'later', under: { n: 0, p: 0 } });
  await replays.add('province-about-nothing-with-a-version', nobody, { '': ['valid OK'] }, 'Growth');
}

/** Two provinces that had a region, in two trust anchors, register the same issuer: the first by MSP id does. */
async function addRegions(replays: Replays): Promise<void> {
  const { set } = replays;
  const key = await set.cast.keys.key('third-issuer');
  const swapped: Prepare = async (ledger) => {
    const regions: Readonly<Record<string, string>> = { [sichuan]: '33', [zhejiang]: '51' };
    const provinces = ledger.anchor.provinces.map((one) => ({
      ...one,
      region: regions[one.mspId] ?? one.region,
    }));
    await ledger.succeed({ provinces });
    await ledger.register(third, zhejiang, { under: { n: 0, p: 0 } });
    await ledger.register(third, sichuan);
    await ledger.addKeyTo(sichuan, third, key);
  };
  await replays.add('registered-by-two-provinces', swapped, { '': ['valid OK', { issuer: third, key }] });
  // A mirror that got the other province's log before comes to the same.
  const [sync] = must(set.mirrors['replay-registered-by-two-provinces']).syncs ?? [];
  const { text } = await codeOf(key, 'good', {
    issuer: third,
    identifier: identifierOf('1', { issuer: third }),
  });
  const section = 'Records and logs';
  const before = { servers: [set.good], now: instant(set.ledger.now), expect: must(sync).expect };
  set.case({
    ...{ id: 'replay/registered-by-two-provinces/the-second-known-before', section, isKeptOpen: true },
    ...{ input: { kind: 'qr', text }, now: must(sync).now, expect: 'valid OK' },
    mirror: set.mirror('replay-registered-by-two-provinces-one-before', section, [before, must(sync)]),
  });
}
