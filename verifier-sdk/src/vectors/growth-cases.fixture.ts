/** Records of later software, and changes that the contract would not have written. */
import { toHex } from '../formats/bytes.js';
import { dateAt } from '../formats/dates.js';
import { idOf } from './codes.fixture.js';
import { day, foreignType, issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import { zhejiang } from './replays.fixture.js';
import type { Prepare, Replays } from './replays.fixture.js';

/** Versions, kinds and items of later software. */
export async function addGrowth(replays: Replays): Promise<void> {
  const { cast } = replays.set;
  const other = { issuer: otherIssuer, key: await cast.keys.key('other-issuer') };
  const update = 'indeterminate UPDATE_NEEDED';
  const section = 'Growth';
  const n =
    (body: object): Prepare =>
    (ledger) =>
      ledger.append('n', ledger.network, { log: 'n', kind: 'later', ...body });
  const p =
    (mspId: string, body: object): Prepare =>
    (ledger) =>
      ledger.append('p', mspId, { log: 'p', mspId, kind: 'later', ...body });
  const i =
    (body: object): Prepare =>
    (ledger) =>
      ledger.entryOf(issuerCode, { v: 2, ...body });
  const add = (id: string, prepare: Prepare, own: string, others = 'valid OK'): Promise<void> =>
    replays.add(id, prepare, { '': [own], others: [others, other] }, section);
  await add('network-about-an-issuer', n({ about: { issuer: issuerCode } }), update);
  await add('network-about-a-province', n({ about: { province: zhejiang } }), update);
  await add('network-about-a-type', n({ about: { type: typeCode } }), update, update);
  await add(
    'network-about-a-key',
    n({ about: { key: { issuer: issuerCode, kid: toHex(cast.issuer.kid) } } }),
    update,
  );
  await add('network-about-nothing', n({}), 'valid OK');
  await add(
    'network-of-a-later-version',
    n({ v: 2, kind: 'decision', about: { issuer: issuerCode } }),
    update,
  );
  await add('province-about-its-issuer', p(zhejiang, { about: { issuer: issuerCode } }), update);
  await add('province-about-itself', p(zhejiang, { about: { province: zhejiang } }), update);
  await add('province-about-anothers-issuer', p('AnhuiMSP', { about: { issuer: issuerCode } }), 'valid OK');
  await add('province-about-a-type', p(zhejiang, { about: { type: typeCode } }), 'valid OK');
  await add('entry-of-a-later-version', i({}), update);
  const lax = { policy: { requireStatus: false } };
  await replays.add('later-entry-status-not-required', i({}), { '': [update, lax] }, section);
  await add('entry-about-a-type', i({ about: { type: foreignType } }), 'valid OK');
  await add('entry-about-its-type', i({ about: { type: typeCode } }), update);
  await add(
    'entry-about-its-issuer-and-a-type',
    i({ about: { issuer: issuerCode, type: foreignType } }),
    update,
  );
  const ours = toHex(cast.issuer.kid);
  await add('entry-about-a-key', i({ about: { key: { issuer: issuerCode, kid: ours } } }), update);
  const third = await cast.keys.key('third-issuer');
  const added: Prepare = async (ledger) => {
    await ledger.addKeyTo(zhejiang, issuerCode, third);
    await i({ about: { key: { issuer: issuerCode, kid: toHex(third.kid) } } })(ledger);
  };
  const looks = { '': [update, { key: third }], others: ['valid OK'] } as const;
  await replays.add('entry-about-another-key', added, looks, section);
  await add(
    'entry-about-a-key-of-another-issuer',
    i({ about: { key: { issuer: otherIssuer, kid: ours } } }),
    'valid OK',
  );
  await add('entry-about-another-issuer', i({ about: { issuer: otherIssuer } }), update);
  const item = { kind: 'later', about: { issuer: issuerCode } };
  await add('item-of-a-later-kind', (ledger) => ledger.decide([item]), update);
  await add(
    'members-that-nobody-knows',
    (ledger) => ledger.register(issuerCode, zhejiang, { later: [1] }),
    'valid OK',
  );
  await add(
    'entry-that-breaks-its-rules',
    (ledger) => ledger.entryOf(issuerCode, { root: 'x' }),
    'indeterminate RECORD_UNUSABLE',
  );
  // What an update can answer is said first.
  const both: Prepare = async (ledger) => {
    await ledger.register(issuerCode, zhejiang, { under: { n: 0, p: 1 } });
    await i({})(ledger);
  };
  await add('record-that-breaks-its-rules-and-a-later-entry', both, update);
}

/** Changes that the contract would not have written harm their own certificate. */
export async function addChanges(replays: Replays): Promise<void> {
  const by = (name: string, issuer = issuerCode): object => ({ issuer, cert: toHex(idOf(name)) });
  const change = (name: string, state: string, more: object = {}): object => ({
    ...{ cert: toHex(idOf(name)), state, reason: 'unspecified' },
    ...more,
  });
  const entry =
    (...changes: readonly object[]): Prepare =>
    (ledger) =>
      ledger.entryOf(issuerCode, {
        changes: changes.toSorted((a, b) =>
          (a as { cert: string }).cert < (b as { cert: string }).cert ? -1 : 1,
        ),
      });
  const after =
    (...steps: readonly Prepare[]): Prepare =>
    async (ledger) => {
      for (const step of steps) await step(ledger);
    };
  const unusable = 'indeterminate RECORD_UNUSABLE';
  const add = (
    id: string,
    prepare: Prepare,
    expect: string,
    name = 'good',
    others = 'valid OK',
  ): Promise<void> =>
    replays.add(id, prepare, { '': [expect, { name }], others: [others, { name: 'listed' }] }, 'Status');
  await add('reinstated-without-suspension', entry(change('good', 'reinstated')), unusable);
  await add(
    'suspended-twice',
    after(entry(change('good', 'suspended')), entry(change('good', 'suspended'))),
    'invalid SUSPENDED',
  );
  await add(
    'reinstated-after-revocation',
    entry(change('revoked', 'reinstated')),
    'invalid REVOKED',
    'revoked',
  );
  await add('withdrawn-without-waiting', entry(change('good', 'withdrawn')), unusable);
  const soon = dateAt(replays.set.ledger.now + 2 * day);
  const wait = (name: string, next: string, from = soon): object =>
    change(name, 'superseded', { by: by(next), from });
  await add('waiting-twice', after(entry(wait('good', 'x')), entry(wait('good', 'y'))), unusable);
  await add(
    'two-wait-for-one',
    after(entry(wait('good', 'x')), entry(wait('listed', 'x'))),
    'valid OK',
    'good',
    unusable,
  );
  await add('waiting-for-a-revoked-one', entry(wait('good', 'revoked')), unusable);
  await add('waiting-for-a-cancelled-one', entry(wait('good', 'cancelled')), unusable);
  const ends = entry(wait('good', 'x'), change('x', 'cancelled'));
  await add('waiting-for-one-that-ends-in-the-same-entry', ends, unusable);
  await add(
    'successor-ended-and-waiting-not',
    after(entry(wait('good', 'x')), entry(change('x', 'revoked'))),
    unusable,
  );
  await add(
    'successor-ended-and-waiting-withdrawn',
    after(entry(wait('good', 'x')), entry(change('x', 'revoked'), change('good', 'withdrawn'))),
    'valid OK',
  );
  await add(
    'revoked-while-waiting',
    after(entry(wait('good', 'x')), entry(change('good', 'revoked'))),
    'invalid REVOKED',
  );
  await add(
    'superseded-by-one-that-waits',
    entry(change('good', 'superseded', { by: by('waiting') })),
    'invalid SUPERSEDED',
  );
  // The day has come where the ledger is, whatever the clock says.
  const come: Prepare = (ledger) => {
    ledger.now += 4 * day;
    return Promise.resolve();
  };
  const behind = { name: 'waiting', later: -3 * day };
  await replays.add('waiting-and-clock-behind', come, { '': ['invalid SUPERSEDED', behind] }, 'Status');
  // Nobody waits any more for the successor of one whose day has come.
  const once: Prepare = async (ledger) => {
    await entry(wait('good', 'x'))(ledger);
    ledger.now += 4 * day;
    await entry(wait('listed', 'x', dateAt(ledger.now + 2 * day)))(ledger);
  };
  await add('waiting-for-one-whose-day-came', once, 'invalid SUPERSEDED');
  // An entry that cannot be read harms all of its issuer.
  const refused = (id: string, one: object): Promise<void> => add(id, entry(one), unusable, 'good', unusable);
  await refused('day-that-is-today', wait('good', 'x', dateAt(replays.set.ledger.now)));
  await refused('day-too-far', wait('good', 'x', dateAt(replays.set.ledger.now + 367 * day)));
  await refused('day-with-revocation', change('good', 'revoked', { from: soon }));
  await refused('superseded-without-successor', change('good', 'superseded'));
  await refused('superseded-by-another-issuers', change('good', 'superseded', { by: by('x', otherIssuer) }));
  await refused('superseded-by-itself', change('good', 'superseded', { by: by('good') }));
  await refused('unknown-state', change('good', 'lost'));
  await refused('unknown-reason', { ...change('good', 'revoked'), reason: 'deceased' });
}
