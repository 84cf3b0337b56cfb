import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepTombstones } from '../../people/personal-data/index.js';
import type { Cell, HolderKey } from '../../people/personal-data/index.js';
import { batchKeyName } from './batches.js';
import { applicationCell, certificateCell, photoCell, shownCell, uploadCell } from './cells.js';
import { holderLookup, nameLookup } from './holders.js';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { endOf, licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';
import { requestDigest } from './open-batch.js';
import { subjectLookup } from './rows.js';

let trial: Trial;
let issuing: Issuing;
let folder: string;
const stop = new AbortController();
let running: Promise<void>;
beforeAll(async () => {
  trial = await startTrial();
  issuing = openIssuing(trial.options);
  running = issuing.run(stop.signal);
  folder = await mkdtemp(join(tmpdir(), 'certbridge-erasure-'));
});
afterAll(async () => {
  stop.abort();
  await running;
  await trial.close();
  await rm(folder, { recursive: true });
});

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };
const person: Record<string, string> = { ...licence(700), name: '敏感示例甲有限公司' };
const number = person['uscc'] ?? '';
const wrongDay = '敏感日期';

const ended = (batch: Batch): Promise<Batch> => endOf(issuing, batch, stop.signal);

type Row = Record<string, unknown>;
type Dump = ReadonlyMap<string, readonly Row[]>;

/** Every row of a schema, as a dump of it has them. */
async function dumped(schema: 'public' | 'certbridge_keys'): Promise<Dump> {
  const { database } = trial;
  const tables = await database.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1',
    [schema],
  );
  const all = tables.rows.map(
    async ({ name }) => [name, (await database.query(`SELECT * FROM ${schema}.${name}`)).rows] as const,
  );
  return new Map(await Promise.all(all));
}

/** All keys that whoever has the master key and these tables has. */
function keysIn(dump: Dump): HolderKey[] {
  const { protection } = trial.options;
  const open = (rows: readonly Row[] = [], nameOf: (row: Row) => string): HolderKey[] =>
    rows.map((row) => protection.holderKey(nameOf(row), row['wrapped_key'] as Buffer));
  return [
    protection.common,
    ...open(dump.get('holders'), ({ id }) => String(id)),
    ...open(dump.get('batch_keys'), ({ batch }) => batchKeyName(String(batch))),
  ];
}

/** Where each encrypted value of a dump belongs. */
const cells: Readonly<Record<string, readonly (readonly [column: string, cell: (row: Row) => Cell])[]>> = {
  applications: [['fields', ({ batch, line }) => applicationCell(String(batch), Number(line))]],
  certificates: [['fields', ({ cert_id: id }) => certificateCell('fields', id as Buffer)]],
  documents: (['pdf', 'credential', 'qr'] as const).map((column) => [
    column,
    ({ cert_id: id }) => certificateCell(column, id as Buffer),
  ]),
  photos: [['image', ({ holder, digest }) => photoCell(String(holder), digest as Buffer)]],
  row_problems: [['shown', ({ batch, line, n }) => shownCell(String(batch), Number(line), Number(n))]],
  uploads: [['bytes', ({ batch, n }) => uploadCell(String(batch), Number(n))]],
};

/** What it opens to with those of the keys that fit. */
function plain(value: unknown, cell: Cell, keys: readonly HolderKey[]): string[] {
  if (!(value instanceof Buffer)) return [];
  return keys.flatMap((key) => {
    try {
      return [key.decrypt(value, cell).toString('utf8')];
    } catch {
      return [];
    }
  });
}

/** All that opens of a dump with any of the keys. */
function opened(dump: Dump, keys: readonly HolderKey[]): string {
  const found = Object.entries(cells).flatMap(([table, columns]) =>
    (dump.get(table) ?? []).flatMap((row) =>
      columns.flatMap(([column, cell]) =>
        plain(row[column], cell(row), keys).map((text) => `${table}.${column} ${text}`),
      ),
    ),
  );
  return found.join('\n');
}

/** Which hashes of what is known of the person stand in a dump, for whoever guesses them under every key. */
function guessed(dump: Dump, keys: readonly HolderKey[]): string[] {
  const { protection, types } = trial.options;
  const type = types.newest(by.type);
  const asked = requestDigest(JSON.stringify([person, '2026-01-01', null, undefined]), '', type.code);
  const hashes: Record<string, Buffer[]> = {
    number: [holderLookup(protection, number)],
    name: [nameLookup(protection, person['name'] ?? '')],
    subject: [
      protection.lookup('subject', `${type.code}\u0000${number}`),
      ...keys.map((key) => subjectLookup({ id: '', key }, type, person)),
    ],
    request: [asked, ...keys.map((key) => key.lookup('request', asked.toString('hex')))],
  };
  const bytes = new Set(
    [...dump.values()]
      .flat()
      .flatMap((row) =>
        Object.values(row).flatMap((value) => (value instanceof Buffer ? [value.toString('hex')] : [])),
      ),
  );
  return Object.keys(hashes).filter((name) => hashes[name]?.some((hash) => bytes.has(hash.toString('hex'))));
}

it('what was dumped before an erasure, without the keys, gives nothing back with all keys that remain', async () => {
  const { protection } = trial.options;
  await ended(
    await issuing.submitApplication({
      ...{ ...by, fields: person, validFrom: '2026-01-01', validUntil: '', idempotencyKey: 'once' },
    }),
  );
  // Of the same one a wrong row in a file with others, and another right one.
  const [head = '', first = '', ...others] = licences(701, 704).split('\n');
  const wrong = first.replace(licence(701)['uscc'] ?? '', number).replace('2020-01-02', wrongDay);
  const broken = (others[0] ?? '').replace('2020-01-02', '别人的日期');
  const file = [head, wrong, broken, others[1]].join('\n');
  const batch = await issuing.submitUpload(await upload(file), { ...by, mode: 'skip-bad', checkOnly: true });
  expect(batch).toMatchObject({ rows: 3, bad: 2 });

  const before = await dumped('public');
  const keysBefore = keysIn(await dumped('certbridge_keys'));
  // With the keys of that day all of it is there, or this test would show nothing.
  const whole = opened(before, keysBefore);
  for (const table of ['certificates.fields', 'documents.credential', 'row_problems.shown', 'uploads.bytes'])
    expect(whole).toContain(table);
  for (const secret of [person['name'], number, wrongDay]) expect(whole).toContain(secret);
  expect(guessed(before, keysBefore)).toEqual(['subject', 'request']);
  // Number and name, by which the person is found, lie with the keys.
  expect(guessed(await dumped('certbridge_keys'), [])).toEqual(['number', 'name']);

  // However the number is typed.
  expect(await issuing.forgetHolder(zhejiang, ` ${number.toLowerCase()} `)).toBe(true);

  const keysAfter = keysIn(await dumped('certbridge_keys'));
  const left = opened(before, keysAfter);
  for (const secret of [person['name'], number, wrongDay]) expect(left).not.toContain(secret);
  expect(guessed(before, keysAfter)).toEqual([]);
  // Nor does the database itself, and its keys.
  for (const dump of [await dumped('public'), await dumped('certbridge_keys')])
    expect(guessed(dump, keysAfter)).toEqual([]);
  expect((await dumped('certbridge_keys')).get('holders')).not.toContainEqual(
    expect.objectContaining({ lookup: holderLookup(protection, number) }),
  );
  // What is others' is there still.
  const said: unknown[] = [];
  for await (const { line, code, shown } of issuing.problems(zhejiang, batch.id))
    said.push([line, code, shown]);
  expect(said).toEqual([[3, 'DATE_WRONG', expect.stringContaining('别')]]);
  await expect(issuing.rejected(zhejiang, batch.id)).rejects.toMatchObject({ code: 'UPLOAD_GONE' });
});

it('the keys of a backup from before an erasure do not come back: the tombstone is there first', async () => {
  const { database, options } = trial;
  const file = join(folder, 'erased-holders');
  const { uscc = '' } = licence(720) as { uscc?: string };
  await ended(await issuing.submitUpload(await upload(licences(720, 722)), { ...by, mode: 'skip-bad' }));
  const held = await database.query<{ id: string; lookup: Buffer; wrapped_key: Buffer }>(
    'SELECT id, lookup, wrapped_key FROM holders WHERE lookup = $1',
    [holderLookup(options.protection, uscc)],
  );
  const [kept] = held.rows;
  await issuing.forgetHolder(zhejiang, uscc);
  await keepTombstones(database, file);
  expect(await readFile(file, 'utf8')).toContain(kept?.id);
  // The backup knows of no erasure.
  await database.query('DELETE FROM erased_holders');
  await database.query('INSERT INTO holders (id, issuer, lookup, wrapped_key) VALUES ($1, $2, $3, $4)', [
    kept?.id,
    zhejiang,
    kept?.lookup,
    kept?.wrapped_key,
  ]);
  expect(await issuing.holder(zhejiang, uscc)).toBe(kept?.id);
  const names = { issuer: zhejiang, lookup: nameLookup(options.protection, '某'), holder: kept?.id };
  await database.query('INSERT INTO holder_names VALUES ($1, $2, $3)', Object.values(names));
  await keepTombstones(database, file);
  expect((await dumped('certbridge_keys')).get('holder_names')).not.toContainEqual(
    expect.objectContaining({ holder: kept?.id }),
  );
  expect(await issuing.holder(zhejiang, uscc)).toBeUndefined();
  expect(await issuing.holder(zhejiang, licence(721)['uscc'] ?? '')).toBeDefined();
});
