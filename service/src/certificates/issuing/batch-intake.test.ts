import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { endOf, licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';
import { openPhoto } from './photos.js';
import type { EncryptedPhoto } from './photos.js';

let trial: Trial;
let issuing: Issuing;
const stop = new AbortController();
let running: Promise<void>;
beforeAll(async () => {
  trial = await startTrial();
  issuing = openIssuing(trial.options);
  running = issuing.run(stop.signal);
});
afterAll(async () => {
  stop.abort();
  await running;
  await trial.close();
});

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };
const rowsOf = (text: string): string[][] => text.split('\n').map((line) => line.split(','));
const withScope = (text: string, row: number, scope: string): string =>
  rowsOf(text)
    .map((cells, n) => (n === row - 1 ? cells.with(7, scope) : cells).join(','))
    .join('\n');
const ended = (batch: Batch): Promise<Batch> => endOf(issuing, batch, stop.signal);
const problemsOf = async ({ id }: Batch): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const { line, column, code } of issuing.problems(zhejiang, id)) found.push([line, column, code]);
  return found;
};

describe('what the page has no room for', () => {
  const tall = `"${'软件开发\n'.repeat(60).trim()}"`;

  it('is found at intake, the column named by its title', async () => {
    const file = await upload(withScope(licences(100, 104), 3, tall));
    const batch = await ended(await issuing.submitUpload(file, { ...by, mode: 'skip-bad' }));
    expect(batch).toMatchObject({ state: 'issued', rows: 4, bad: 1, issued: 3 });
    expect(await problemsOf(batch)).toEqual([[3, 'scope', 'NO_ROOM']]);
  });

  it('issues nothing of a file that is to be issued whole', async () => {
    const file = await upload(withScope(licences(110, 114), 5, tall));
    const batch = await ended(await issuing.submitUpload(file, { ...by, mode: 'all-or-nothing' }));
    expect(batch).toMatchObject({ state: 'refused', refusal: 'ROWS_WRONG', issued: 0 });
    expect(await problemsOf(batch)).toEqual([[5, 'scope', 'NO_ROOM']]);
  });

  it('refuses a single application by its field', async () => {
    const application = { ...by, validFrom: '2026-01-01', validUntil: '' };
    const fields = { ...licence(120), scope: tall.slice(1, -1) };
    await expect(issuing.submitApplication({ ...application, fields })).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
      details: { problems: [{ field: 'scope', code: 'NO_ROOM' }] },
    });
  });
});

describe('columns that are called otherwise', () => {
  const [head = '', good = '', other = ''] = licences(150, 152).split('\n');
  const file = [
    `${head.replace('name,', '企业全称,')},经办电话`,
    `${good},1`,
    `${other.replace('2020-01-02', '某日')},2`,
  ].join('\n');
  const named = { 企业全称: 'name', 经办电话: '' };
  const submit = async (columnNames: Readonly<Record<string, string>>): Promise<Batch> =>
    issuing.submitUpload(await upload(file), { ...by, mode: 'skip-bad', checkOnly: true, columnNames });

  it('are named, and what lacks beside them', async () => {
    await expect(submit({})).rejects.toMatchObject({
      code: 'UPLOAD_COLUMNS',
      details: { unknown: ['企业全称', '经办电话'], missing: ['name'] },
    });
    await expect(submit({ ...named, 企业全称: 'nothing' })).rejects.toMatchObject({
      code: 'UPLOAD_COLUMN_NAMES',
    });
  });

  it('are read as their sender says, also when a wrong row is looked at to be mended', async () => {
    const batch = await submit(named);
    expect(batch).toMatchObject({ rows: 2, bad: 1, ignored: ['经办电话'] });
    const row = await issuing.row(zhejiang, batch.id, 3);
    expect(row.fields['name']).toBe(licence(151)['name']);
    const rejected = await issuing.rejected(zhejiang, batch.id);
    expect(Buffer.from(rejected.bytes).toString()).toContain('企业全称');
    await rejected.close();
  });
});

describe('one application', () => {
  const application = { ...by, validFrom: '2026-01-01', validUntil: '长期有效' };

  it('with a number where text is meant is refused: it may be rounded', async () => {
    // As JSON.parse reads 510199199003010916.
    const fields = { ...licence(130), capital: Number('510199199003010916') };
    await expect(issuing.submitApplication({ ...application, fields })).rejects.toMatchObject({
      details: { problems: [{ field: 'capital', code: 'NOT_TEXT' }] },
    });
  });

  it('may name its fields by their titles', async () => {
    const { name, ...others } = licence(131);
    const batch = await issuing.submitApplication({
      ...application,
      fields: { ...others, 名称: name ?? '' },
    });
    expect(await ended(batch)).toMatchObject({ state: 'issued', issued: 1 });
    const twice = { ...licence(132), 名称: '另一名称' };
    await expect(issuing.submitApplication({ ...application, fields: twice })).rejects.toMatchObject({
      details: { problems: [{ field: 'name', code: 'FIELD_TWICE' }] },
    });
  });
});

it('a holder looked for by a number with a character that cannot be seen is told of it', async () => {
  await expect(issuing.holder(zhejiang, '3301991990\u200b01010112')).rejects.toMatchObject({
    code: 'HOLDER_NUMBER_UNUSABLE',
    details: { character: 'U+200B' },
  });
});

it('a photo is kept without where it was taken', async () => {
  const { database, options } = trial;
  const sent = await readFile(new URL('../intake/cases/exif6-gps.jpg', import.meta.url));
  const type = options.types.newest('resident-id');
  const batch = await issuing.submitApplication({
    ...{ ...by, type: type.code, validFrom: '2026-01-01', validUntil: '' },
    fields: { ...options.types.sample(type)?.fields, authority: trial.issuer.name },
    photo: { bytes: sent, mediaType: 'image/jpeg' },
  });
  expect(await ended(batch)).toMatchObject({ state: 'issued' });
  const { rows } = await database.query<EncryptedPhoto & Record<string, unknown> & { key: Buffer }>(
    'SELECT p.holder, p.digest, p.media_type AS "mediaType", p.image, h.wrapped_key AS key FROM photos p JOIN holders h ON h.id = p.holder',
  );
  const [kept] = rows;
  const { bytes } = openPhoto(options.protection.holderKey(kept!.holder, kept!.key), kept!);
  expect(bytes.length).toBeLessThan(sent.length);
  // The tag of a position (EXIF 2.32 §4.6.3: 8825), in either byte order.
  for (const tag of ['8825', '2588']) {
    expect(Buffer.from(bytes).subarray(0, 400).toString('hex')).not.toContain(`${tag}0004`);
    expect(Buffer.from(bytes).subarray(0, 400).toString('hex')).not.toContain(`${tag}0400`);
  }
});
