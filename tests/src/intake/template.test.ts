import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import XLSX from '@e965/xlsx';
import { checkIdNumber } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';
import { Office } from '../department/office.js';
import { gb18030 } from './edited-files.js';

const type = ['--type', 'resident-id'];

let office: Office;
beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

const said = (...args: string[]): ReturnType<Office['certbridge']> => office.certbridge('operator', args);
const path = (name: string): string => join(office.folder, name);

/** With the check character that makes it valid (GB 11643). */
const numberOf = (body: string): string =>
  body + ([...'0123456789X'].find((check) => checkIdNumber(body + check)) ?? '');

const person = (name: string, serial: string): Record<string, string> => ({
  姓名: name,
  性别: '男',
  民族: '汉',
  出生日期: '1990-01-01',
  住址: '浙江省示例市示范区',
  公民身份号码: numberOf(`33019919900101${serial}`),
  有效期起始: '2026-01-01',
  有效期截止: '长期',
});

const table = (rows: readonly Record<string, string>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

/** Fills a workbook in as a spreadsheet does, by the titles of its columns. */
async function fill(file: string, rows: readonly Record<string, string>[]): Promise<void> {
  const book = XLSX.read(await readFile(file));
  const sheet = book.Sheets[book.SheetNames[0] ?? '']!;
  const [header = []] = XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1 });
  const cells = rows.map((row) => header.map((title) => row[title.replace('*', '')] ?? ''));
  XLSX.utils.sheet_add_aoa(sheet, cells, { origin: 'A2' });
  await writeFile(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
}

const rowsOf = async (file: string): Promise<string[][]> => {
  const book = XLSX.read(await readFile(file));
  return XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? '']!, { header: 1, defval: '' });
};

describe('a department that asks for a template', () => {
  it('fills it in, issues it, mends what comes back, and issues that', async () => {
    const file = path('table.xlsx');
    expect(await said('template', 'resident-id', '--out', file)).toMatchObject({ code: 0, err: '' });
    await fill(file, [person('张示例', '011'), { ...person('李示例', '013'), 出生日期: '1990-02-30' }]);
    const rejected = path('rejected.xlsx');
    const first = await said('issue', file, ...type, '--out', path('first'), '--rejected', rejected);
    expect(first.code).toBe(1);
    expect(first.err).toMatch(/第 3 行“出生日期\*”不是有效日期.*\n.*row 3/);
    expect(await readdir(path('first'))).toHaveLength(1);
    const [header = [], row = [], ...others] = await rowsOf(rejected);
    expect(others).toEqual([]);
    expect(row[0]).toContain('出生日期');
    const mended = row.with(header.indexOf('出生日期*'), '1990-01-01');
    const sheet = XLSX.utils.aoa_to_sheet([header, mended]);
    const book = XLSX.utils.book_new(sheet, '待修改');
    await writeFile(rejected, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    const second = await said('issue', rejected, ...type, '--out', path('second'));
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(await readdir(path('second'))).toHaveLength(1);
  });

  it('gets no second one in the place of the first', async () => {
    const file = path('kept.xlsx');
    await said('template', 'resident-id', '--out', file);
    const before = await readFile(file);
    await fill(file, [person('王示例', '015')]);
    const ended = await said('template', 'resident-id', '--out', file);
    expect(ended.code).toBe(73);
    expect(ended.err).toMatch(/已存在.*is there already/);
    expect(await readFile(file)).not.toEqual(before);
  });

  it('and leaves 签发机关 empty, has the issuer’s name there', async () => {
    const file = path('authority.csv');
    await writeFile(file, table([person('赵示例', '017')]));
    expect(await said('issue', file, ...type, '--out', path('authority'))).toMatchObject({
      code: 0,
      err: '',
    });
    const [name = ''] = await readdir(path('authority'));
    const identifier = name.replace('.pdf', '');
    const { issuer } = JSON.parse((await said('show', identifier)).out) as { issuer: string };
    const answer = await fetch(
      `${office.bridge.url}/api/v1/issuers/${issuer}/certificates/${identifier}/fields`,
      { headers: { authorization: `Bearer ${await office.token('operator')}` } },
    );
    const { fields } = (await answer.json()) as { fields: Record<string, string> };
    const { rows } = await office.bridge.service.database.query<{ name: string }>(
      'SELECT name FROM issuers WHERE code = $1',
      [issuer],
    );
    expect(fields['authority']).toBe(rows[0]?.name);
  });
});

it('a renewal names what changes by the titles of the type', async () => {
  const file = path('renewed.csv');
  await writeFile(file, table([person('吴示例', '025')]));
  await said('issue', file, ...type, '--out', path('renewed'));
  const [name = ''] = await readdir(path('renewed'));
  const changes = path('changes.json');
  await writeFile(changes, JSON.stringify({ 住址: '浙江省示例市新示范区' }));
  const ended = await said(
    ...['renew', name.replace('.pdf', ''), '--valid-from', '2026-01-01', '--changes', changes],
  );
  expect(ended).toMatchObject({ code: 0, err: '' });
});

it('the sample workbook is issued whole', async () => {
  const file = inRepository('samples', 'residence-permit.xlsx');
  const ended = await said('issue', file, '--type', 'residence-permit');
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toMatch(/已签发 20，未签发 0/);
});

describe('certbridge types TYPE', () => {
  it('tells of each column its titles, its rule and an example', async () => {
    const { out, code } = await said('types', 'resident-id');
    expect(code).toBe(0);
    expect(out).toMatch(/民族 {2}Ethnicity.*\n.*汉、.*外国血统中国籍人士\n.*one of.*\n.*例 example: 汉\n/);
    expect(out).toMatch(/公民身份号码.*必填 needed\n.*GB 11643/);
    expect(out).toMatch(/有效期截止.*\n.*长期/);
    expect((await said('types', 'nothing')).code).toBe(1);
  });
});

describe('certbridge issue', () => {
  it('--until checked submits nothing, and says what it wrote otherwise and did not read', async () => {
    const file = path('checked.csv');
    await writeFile(file, table([{ 序号: '1', ...person('⾼示例', '019') }]));
    const ended = await said('issue', file, ...type, '--until', 'checked');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toMatch(/未读取的列：“序号”/);
    expect(ended.out).toMatch(/第 2 行“姓名”已统一写法：⾼ U\+2FBC → 高 U\+9AD8/);
    expect(ended.out).toMatch(/已检查，未提交.*not submitted: 1 rows can be issued/);
    const issued = await said('issue', file, ...type);
    expect(issued.out).toMatch(/已签发 1，未签发 0/);
  });

  it('--encoding says how a text is written whose bytes do not prove it', async () => {
    const file = path('gb.csv');
    // These characters lie outside GB 2312: a line of them could be of another encoding.
    const row = { ...person('喆堃', '021'), 住址: '喆堃垚祎玥' };
    await writeFile(file, gb18030(table([row])));
    const asked = await said('issue', file, ...type);
    expect(asked.code).toBe(1);
    expect(asked.err).toContain('UPLOAD_ENCODING');
    expect(await said('issue', file, ...type, '--encoding', 'gb18030')).toMatchObject({ code: 0, err: '' });
    expect((await said('issue', file, ...type, '--encoding', 'latin1')).code).toBe(64);
  });

  it('--rejected must end like the file that is sent', async () => {
    const file = path('one.csv');
    await writeFile(file, table([person('周示例', '023')]));
    const ended = await said('issue', file, ...type, '--rejected', path('one.xlsx'));
    expect(ended).toMatchObject({ code: 64, out: '' });
  });
});
