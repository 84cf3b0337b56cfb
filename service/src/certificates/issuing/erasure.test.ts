import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginUpload, continueUpload, pieceCell, uploadKeys } from '../uploads/index.js';
import { keepTombstones } from '../../people/personal-data/index.js';
import type { Cell, HolderKey } from '../../people/personal-data/index.js';
import { openDatabase, startEmbeddedPostgres } from '../../platform/database/index.js';
import { batchKeyName } from './batches.js';
import { applicationCell, certificateCell, photoCell, shownCell, uploadCell } from './cells.js';
import { holderLookup, nameLookup } from './holders.js';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { endOf, licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';
import { requestDigest } from './open-batch.js';
import { subjectLookup } from './rows.js';

const run = promisify(execFile);
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
async function dumped(schema: 'public' | 'certbridge_keys', database = trial.database): Promise<Dump> {
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
    ...open(dump.get('upload_keys'), ({ upload: id }) => uploadKeys.nameOf(String(id))),
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
  unfinished_pieces: [['bytes', ({ upload: id, at }) => pieceCell(String(id), Number(at))]],
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
function guessed(dump: Dump, keys: readonly HolderKey[], whose = person): string[] {
  const { protection, types } = trial.options;
  const type = types.newest(by.type);
  const asked = requestDigest(JSON.stringify([whose, '2026-01-01', null, undefined]), '', type.code);
  const hashes: Record<string, Buffer[]> = {
    number: [holderLookup(protection, whose['uscc'] ?? '')],
    name: [nameLookup(protection, whose['name'] ?? '')],
    subject: [
      protection.lookup('subject', `${type.code}\u0000${whose['uscc'] ?? ''}`),
      ...keys.map((key) => subjectLookup({ id: '', key }, type, whose)),
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

/** Whether the bytes stand in a file of a folder. */
async function isInFiles(path: string, bytes: Buffer): Promise<boolean> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile()))
    if ((await readFile(join(entry.parentPath, entry.name))).includes(bytes)) return true;
  return false;
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

  // And in a file that has not arrived whole, which nobody has read yet.
  const { database } = trial;
  const name = { issuer: zhejiang, sentBy: 'operator' };
  const id = await database.transaction((tx) => beginUpload({ protection }, tx, { ...name, size: 10_000 }));
  await continueUpload({ database, protection }, { ...name, id }, 0, Readable.from([Buffer.from(file)]));

  const before = await dumped('public');
  const keysBefore = keysIn(await dumped('certbridge_keys'));
  // With the keys of that day all of it is there, or this test would show nothing.
  const whole = opened(before, keysBefore);
  for (const table of [
    ...['certificates.fields', 'documents.credential', 'row_problems.shown'],
    ...['uploads.bytes', 'unfinished_pieces.bytes'],
  ])
    expect(whole).toContain(table);
  for (const secret of [person['name'], number, wrongDay]) expect(whole).toContain(secret);
  expect(guessed(before, keysBefore)).toEqual(['subject', 'request']);
  // Number and name, by which the person is found, lie with the keys.
  expect(guessed(await dumped('certbridge_keys'), [])).toEqual(['number', 'name']);

  // However the number is typed.
  expect(await issuing.forgetHolder(zhejiang, ` ${number.toLowerCase()} `, 'administrator')).toBe(true);

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

it.each([
  ['refused', 710],
  ['withdrawn', 713],
] as const)(
  'of a batch that was %s no rows are kept: its file and the digest of its request go with whoever may stand in them',
  async (state, first) => {
    const { uscc = '' } = licence(first) as { uscc?: string };
    // With another that waits they are still a holder.
    const waiting = { ...by, mode: 'skip-bad', checkOnly: true } as const;
    await issuing.submitUpload(await upload(licences(first, first + 1)), waiting);
    const [head, theirs, wrong = ''] = licences(first, first + 2).split('\n');
    const file = await upload([head, theirs, wrong.replace('2020-01-02', wrongDay)].join('\n'));
    const { id } = await issuing.submitUpload(file, {
      ...{ ...by, mode: 'all-or-nothing', checkOnly: state === 'withdrawn', idempotencyKey: state },
    });
    if (state === 'withdrawn') await issuing.withdrawBatch(zhejiang, id);
    expect(await issuing.batch(zhejiang, id)).toMatchObject({ state });

    const before = await dumped('public');
    expect(await issuing.forgetHolder(zhejiang, uscc, 'administrator')).toBe(true);
    expect(opened(before, keysIn(await dumped('certbridge_keys')))).not.toContain(uscc);
    const kept = await trial.database.query(
      `SELECT FROM uploads WHERE batch::text = $1 UNION ALL SELECT FROM idempotency WHERE result = $1`,
      [id],
    );
    expect(kept.rowCount).toBe(0);
    // What was wrong with the others' rows is told still.
    const said: unknown[] = [];
    for await (const { line, code } of issuing.problems(zhejiang, id)) said.push([line, code]);
    expect(said).toEqual([[3, 'DATE_WRONG']]);
  },
);

it('a base backup from before an erasure holds the key until it is deleted; recovered by the WAL since, it has none', async () => {
  const { database, options } = trial;
  const uscc = licence(730)['uscc'] ?? '';
  const name = licence(730)['name'] ?? '';
  await ended(await issuing.submitUpload(await upload(licences(730, 732)), { ...by, mode: 'skip-bad' }));
  const held = await database.query<{ wrapped_key: Buffer }>(
    'SELECT wrapped_key FROM holders WHERE lookup = $1',
    [holderLookup(options.protection, uscc)],
  );
  const [from, to] = [join(trial.folder, 'postgres'), join(folder, 'restored')];
  // With its owner, since PostgreSQL may run as another.
  const copy = (path: string): Promise<unknown> => run('cp', ['-a', join(from, path), join(to, path)]);
  await mkdir(to);
  await copy('password');
  // One session (PostgreSQL, "Making a Base Backup Using the Low Level API").
  await database.transaction(async (session) => {
    await session.query(`SELECT pg_backup_start('base', true)`);
    await copy('cluster');
    expect(await isInFiles(join(to, 'cluster', 'base'), held.rows[0]!.wrapped_key)).toBe(true);
    expect(await issuing.forgetHolder(zhejiang, uscc, 'administrator')).toBe(true);
    const { rows } = await session.query<{ label: string }>(
      'SELECT labelfile AS label FROM pg_backup_stop(false)',
    );
    for (const path of ['postmaster.pid', 'pg_wal']) await rm(join(to, 'cluster', path), { recursive: true });
    await copy('cluster/pg_wal');
    const label = join(to, 'cluster', 'backup_label');
    await writeFile(label, rows[0]?.label ?? '');
    const { uid, gid } = await stat(join(to, 'cluster'));
    await chown(label, uid, gid);
  });
  const server = await startEmbeddedPostgres({ dir: to, throwAway: true });
  const restored = openDatabase({ url: server.url });
  try {
    const [rows, keys] = [await dumped('public', restored), await dumped('certbridge_keys', restored)];
    const said = opened(rows, keysIn(keys));
    expect(said).toContain(licence(731)['name']);
    for (const secret of [name, uscc]) expect(said).not.toContain(secret);
    for (const dump of [rows, keys]) expect(guessed(dump, keysIn(keys), licence(730))).toEqual([]);
  } finally {
    await restored.close();
    await server.close();
  }
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
  await issuing.forgetHolder(zhejiang, uscc, 'administrator');
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
