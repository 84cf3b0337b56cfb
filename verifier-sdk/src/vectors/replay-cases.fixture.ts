/** What records of the logs make of the registry: who may register, revoke, move, and what a record that may not does. */
import { toBase64, toHex } from '../formats/bytes.js';
import { newProvinceOf } from './ledger.fixture.js';
import { foreignType, issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import type { VectorSet } from './set.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import { sha256 } from '../pdf/handmade.fixture.js';
import { addChanges, addGrowth } from './growth-cases.fixture.js';
import { codeOf } from './codes.fixture.js';
import { instant } from './set.fixture.js';
import { Replays, zhejiang } from './replays.fixture.js';
import type { Prepare } from './replays.fixture.js';
import { addVersions } from './version-cases.fixture.js';

const third = '11330000MB1111111C';

export async function addReplayCases(set: VectorSet): Promise<void> {
  const replays = new Replays(set);
  await addRegistrations(replays);
  await addKeys(replays);
  await addDecisions(replays);
  await addVersions(replays);
  await addGrowth(replays);
  await addChanges(replays);
}

async function addRegistrations(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const key = await cast.keys.key('third-issuer');
  const mine = { issuer: third, key };
  const registered: Prepare = async (ledger) => {
    await ledger.register(third, zhejiang);
    await ledger.addKeyTo(zhejiang, third, key);
  };
  await replays.add('registered-by-its-region', registered, { '': ['valid OK', mine] });
  await replays.add(
    'registered-by-another-region',
    async (ledger) => {
      await ledger.register(third, 'AnhuiMSP');
      await ledger.addKeyTo('AnhuiMSP', third, key);
    },
    { '': ['invalid ISSUER_UNKNOWN', mine], others: ['valid OK'] },
  );
  await replays.add(
    'registered-by-a-decision',
    async (ledger) => {
      const item = { kind: 'issuer', issuer: third, name: '示例局', mspId: 'AnhuiMSP', types: [typeCode] };
      await ledger.decide([{ ...item, under: { n: 0, p: 0 } }], { [third]: 'moved' });
      await ledger.addKeyTo('AnhuiMSP', third, key);
    },
    { '': ['valid OK', mine] },
  );
  await replays.add('key-before-its-issuer', (ledger) => ledger.addKeyTo(zhejiang, third, key), {
    '': ['invalid ISSUER_UNKNOWN', mine],
  });
  // What was issued outlives the permission: a type counts for QR codes that was ever registered.
  await replays.add('type-taken-back', (ledger) => ledger.register(issuerCode, zhejiang, { types: [] }), {
    '': ['valid OK'],
  });
  await replays.add(
    'type-added',
    (ledger) => ledger.register(issuerCode, zhejiang, { types: [typeCode, foreignType], name: '新名称' }),
    { '': ['valid OK', { type: foreignType }] },
  );
  await replays.add(
    'retired',
    (ledger) => ledger.province(zhejiang, { kind: 'retire', issuer: issuerCode }),
    {
      '': ['valid OK'],
    },
  );
  await replays.add(
    'registration-out-of-order',
    (ledger) => ledger.register(issuerCode, zhejiang, { under: { n: 0, p: 1 }, types: [foreignType] }),
    {
      '': ['indeterminate RECORD_UNUSABLE'],
      others: ['valid OK', { issuer: otherIssuer, key: await cast.keys.key('other-issuer') }],
    },
  );
  // Of two records after one version the first stands, and the second harms what it is about.
  await replays.add(
    'two-records-after-one-version',
    async (ledger) => {
      const under = ledger.under(issuerCode);
      await ledger.province(zhejiang, {
        kind: 'issuer',
        issuer: issuerCode,
        name: '甲',
        types: [typeCode],
        under,
      });
      await ledger.province(zhejiang, { kind: 'issuer', issuer: issuerCode, name: '乙', types: [], under });
    },
    { '': ['indeterminate RECORD_UNUSABLE'] },
  );
  await replays.add(
    'record-of-a-stranger',
    (ledger) => ledger.province('AnhuiMSP', { kind: 'retire', issuer: issuerCode }),
    { '': ['valid OK'] },
  );
  await replays.add(
    'registration-without-a-name',
    (ledger) => ledger.register(issuerCode, zhejiang, { name: '' }),
    { '': ['indeterminate RECORD_UNUSABLE'] },
  );
}

async function addKeys(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const key = await cast.keys.key('third-issuer');
  const added =
    (more: object, of = key): Prepare =>
    (ledger) =>
      ledger.addKeyTo(zhejiang, issuerCode, of, more as Record<string, unknown>);
  await replays.add('key-added', added({}), { '': ['valid OK', { key }] });
  await replays.add('kid-that-is-no-hash', added({ kid: 'ab'.repeat(8) }), {
    '': ['invalid KEY_NOT_VALID', { key }],
    'of-that-kid': ['indeterminate RECORD_UNUSABLE', { key: { ...key, kid: new Uint8Array(8).fill(0xab) } }],
    others: ['valid OK'],
  });
  const compressed = Buffer.concat([
    Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'),
    Buffer.of(2 + ((key.spki.at(-1) ?? 0) & 1)),
    key.spki.subarray(27, 59),
  ]);
  const kid = sha256(compressed).subarray(0, 8);
  await replays.add('compressed-point', added({ spki: toBase64(compressed), kid: toHex(kid) }), {
    '': ['indeterminate RECORD_UNUSABLE', { key: { ...key, kid: new Uint8Array(kid) } }],
    others: ['valid OK'],
  });
  await replays.add('rs256-for-credentials', added({ alg: 'RS256', use: 'credential' }, cast.stranger), {
    '': ['indeterminate RECORD_UNUSABLE', { key: cast.stranger }],
    others: ['valid OK'],
  });
  await replays.add('unknown-use', added({ use: 'everything' }), {
    '': ['indeterminate RECORD_UNUSABLE', { key }],
    others: ['valid OK'],
  });
  await replays.add('key-twice', added({}, cast.issuer), { '': ['indeterminate RECORD_UNUSABLE'] });
  await replays.add('key-by-another-province', (ledger) => ledger.addKeyTo('AnhuiMSP', issuerCode, key), {
    '': ['invalid KEY_NOT_VALID', { key }],
    others: ['valid OK'],
  });
  const revoke =
    (of: TestKey, mspId = zhejiang): Prepare =>
    (ledger) =>
      ledger.province(mspId, {
        kind: 'revoke-key',
        issuer: issuerCode,
        kid: toHex(of.kid),
        reason: 'key-compromise',
      });
  await replays.add('revocation-of-an-unknown-key', revoke(key), {
    '': ['indeterminate RECORD_UNUSABLE', { key }],
    others: ['valid OK'],
  });
  await replays.add('revoked-twice', revoke(cast.revoked), {
    '': ['indeterminate RECORD_UNUSABLE', { key: cast.revoked, name: 'before-revocation' }],
  });
  await replays.add('revoked-by-another-province', revoke(cast.issuer, 'AnhuiMSP'), { '': ['valid OK'] });
}

async function addDecisions(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const key = await cast.keys.key('third-issuer');
  const other = await cast.keys.key('other-issuer');
  const item = { kind: 'issuer', issuer: issuerCode, name: '示例市民政局', types: [typeCode] };
  const move: Prepare = (ledger) =>
    ledger.decide([{ ...item, mspId: 'SichuanMSP', under: ledger.under() }], { [issuerCode]: 'moved' });
  await replays.add(
    'moved',
    async (ledger) => {
      await move(ledger);
      await ledger.addKeyTo('SichuanMSP', issuerCode, key);
    },
    { '': ['valid OK'], 'key-of-the-new-owner': ['valid OK', { key }] },
  );
  // Whose log it is that must be here says the registry, and not the region.
  const moved = replays.set.ledger;
  await move(moved);
  await moved.addKeyTo('SichuanMSP', issuerCode, key);
  await moved.publishLater();
  moved.files.delete('feed/p/SichuanMSP/1.json');
  const section = 'Clocks and freshness';
  const mirror = replays.set.mirrorOf('moved-and-the-owner-missing', section, moved, ['FEED_SHORT']);
  const { text } = await codeOf(cast.issuer, 'good');
  replays.set.case({
    ...{ id: 'replay/moved-and-the-owner-missing', section, mirror, now: instant(moved.now) },
    ...{ input: { kind: 'qr', text }, expect: 'indeterminate STATUS_STALE' },
  });
  await replays.add(
    'moved-and-the-old-owner-speaks',
    async (ledger) => {
      const before = ledger.under();
      await move(ledger);
      await ledger.addKeyTo(zhejiang, issuerCode, key, { under: before });
    },
    { '': ['indeterminate RECORD_UNUSABLE', { key }], others: ['valid OK'] },
  );
  await replays.add(
    'decision-under-no-version',
    (ledger) => ledger.decide([{ ...item, mspId: 'SichuanMSP', under: { n: 9, p: 9 } }]),
    { '': ['indeterminate RECORD_UNUSABLE'], others: ['valid OK', { issuer: otherIssuer, key: other }] },
  );
  const merge =
    (more: object = {}): Prepare =>
    (ledger) => {
      const under = { from: ledger.under(), to: ledger.under(otherIssuer) };
      return ledger.decide([{ kind: 'succession', from: issuerCode, to: otherIssuer, under, ...more }], {
        [issuerCode]: 'moved',
        [otherIssuer]: 'stays',
      });
    };
  await replays.add(
    'merged',
    async (ledger) => {
      await merge()(ledger);
      await ledger.addKeyTo('AnhuiMSP', issuerCode, key);
    },
    { '': ['valid OK'], 'key-of-the-successor': ['valid OK', { key }] },
  );
  await replays.add(
    'merged-twice',
    async (ledger) => {
      await merge()(ledger);
      await merge()(ledger);
    },
    { '': ['indeterminate RECORD_UNUSABLE'], successor: ['valid OK', { issuer: otherIssuer, key: other }] },
  );
  await replays.add(
    'moves-one-that-was-not-merged',
    (ledger) => {
      const along = [{ issuer: issuerCode, under: ledger.under() }];
      const theirs = { ...item, issuer: otherIssuer, mspId: 'SichuanMSP', under: ledger.under(otherIssuer) };
      return ledger.decide([{ ...theirs, with: along }], { [otherIssuer]: 'moved' });
    },
    { '': ['indeterminate RECORD_UNUSABLE'], successor: ['valid OK', { issuer: otherIssuer, key: other }] },
  );
  await replays.add(
    'item-without-a-name',
    (ledger) => ledger.decide([{ ...item, name: '', mspId: zhejiang, under: ledger.under() }]),
    { '': ['indeterminate RECORD_UNUSABLE'], others: ['valid OK', { issuer: otherIssuer, key: other }] },
  );
  await replays.add(
    'a-second-beginning',
    (ledger) => ledger.append('n', ledger.network, { log: 'n', kind: 'init', anchor: ledger.anchor }),
    { '': ['valid OK'] },
  );
  const province = await newProvinceOf(cast.keys, 'HubeiMSP', '湖北省', '42');
  await replays.add(
    'province-removed-and-its-heirs',
    async (ledger) => {
      const provinces = ledger.anchor.provinces.filter(({ mspId }) => mspId !== zhejiang);
      const heirs = [{ issuer: issuerCode, under: ledger.under(), to: 'SichuanMSP' }];
      ledger.peers.set('ZhejiangMSP', ledger.peer('SichuanMSP'));
      const all = [...provinces, province].sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
      await ledger.succeed({ provinces: all }, { heirs }, { [issuerCode]: 'moved' });
      await ledger.addKeyTo('SichuanMSP', issuerCode, key);
    },
    { '': ['valid OK'], 'key-of-the-heir': ['valid OK', { key }] },
  );
}
