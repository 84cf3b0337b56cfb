import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import XLSX from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { zip as storedZip } from '../../platform/zip/index.js';
import { defaultLimits } from './index.js';
import { header, problemsOf, read, refused, row } from './reading.fixture.js';
import { zip } from './zip.fixture.js';

type Value = string | number | XLSX.CellObject;
const titles = header.split(',');
const cells = (changes: Parameters<typeof row>[0] = {}, n = 11): Value[] => row(changes, n).split(',');

/** A workbook of sheets, each of rows. */
function book(...sheets: readonly { rows: Value[][]; merges?: string[]; hidden?: boolean }[]): Buffer {
  const made = XLSX.utils.book_new();
  for (const { rows, merges = [] } of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(rows as unknown[][]);
    sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(made, sheet);
  }
  return XLSX.write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}
const codes = async (...rows: Value[][]): Promise<unknown[]> =>
  problemsOf(await read(book({ rows: [titles, ...rows] }))).map((p) => (p as unknown[]).slice(0, 3));
const at = (values: Value[], title: string, value: Value): Value[] =>
  values.with(titles.indexOf(title), value);

async function unpacked(workbook: Buffer): Promise<{ name: string; body: Buffer }[]> {
  const parts: { name: string; body: Buffer }[] = [];
  const archive = await yauzl.fromBufferPromise(workbook, { lazyEntries: true });
  for await (const entry of archive.eachEntry()) {
    parts.push({ name: entry.fileName, body: await buffer(await archive.openReadStreamPromise(entry)) });
  }
  return parts;
}

/** As a ZIP of parts that are stored. */
const packed = (parts: readonly { name: string; body: Buffer }[]): Promise<Buffer> =>
  buffer(Readable.from(storedZip(Readable.from(parts.map(({ name, body }) => ({ name, bytes: body }))))));

describe('a workbook', () => {
  it('is read as a CSV is: rows by the numbers that a spreadsheet shows, empty ones passed over', async () => {
    const rows = await read(book({ rows: [titles, cells(), [], cells({ birth: '1990-02-30' }, 13)] }));
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(problemsOf(rows).map((p) => (p as unknown[]).slice(0, 3))).toEqual([
      [4, '出生日期', 'DATE_WRONG'],
    ]);
    expect(rows[0]?.fields['name']).toBe('李示例');
  });

  it('may hold days as days, with the calendar that it counts by', async () => {
    const day: XLSX.CellObject = { t: 'n', v: 32874, z: 'yyyy/m/d' };
    const [first] = await read(book({ rows: [titles, at(cells(), '出生日期', day)] }));
    expect(first).toMatchObject({ problems: [], fields: { birthDate: '1990-01-01' } });
  });

  it('with a number where text is meant is refused there, rounded or not', async () => {
    expect(await codes(at(cells(), '公民身份号码', { t: 'n', v: 330199199001010112 }))).toEqual([
      [2, '公民身份号码', 'NUMBER_ROUNDED'],
    ]);
    expect(await codes(at(cells(), '住址', 101))).toEqual([[2, '住址', 'NOT_TEXT']]);
  });

  it('gives what formulas came to, and evaluates none', async () => {
    expect(await codes(at(cells(), '住址', { t: 's', v: '浙江省', f: 'A1&"x"' }))).toEqual([]);
    expect(await codes(at(cells(), '住址', { t: 'e', v: 0x2a, f: 'NA()' }))).toEqual([
      [2, '住址', 'CELL_ERROR'],
    ]);
  });

  it('with cells merged over rows is refused in these rows', async () => {
    const rows = [titles, cells(), cells({}, 13), cells({}, 15)];
    const found = problemsOf(await read(book({ rows, merges: ['E2:E3'] })));
    expect(found.map((p) => (p as unknown[]).slice(0, 3))).toEqual([
      [2, '住址', 'CELL_MERGED'],
      [3, '住址', 'CELL_MERGED'],
    ]);
  });

  it('with a cell merged over its last row and empty ones after it names all of these rows', async () => {
    const found = problemsOf(await read(book({ rows: [titles, cells()], merges: ['E2:E4'] })));
    expect([...new Set(found.map((p) => (p as unknown[])[0]))]).toEqual([2, 3, 4]);
  });

  it('may have sheets beside its table, but no second table', async () => {
    const notes = { rows: [['填写说明'], ['请逐行填写']] };
    expect(problemsOf(await read(book(notes, { rows: [titles, cells()] })))).toEqual([]);
    const twice = book({ rows: [titles, cells()] }, { rows: [titles, cells({}, 13)] });
    expect((await refused(twice))?.code).toBe('UPLOAD_SPREADSHEET');
  });

  it('comes in a ZIP with photos too', async () => {
    const table = book({
      rows: [
        [...titles, '照片'],
        [...cells(), '照片\\李.jpg'],
      ],
    });
    const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    const [first] = await read(
      zip([
        { name: '表.xlsx', body: table },
        { name: '照片\\李.jpg', body: photo },
      ]),
    );
    expect(first).toMatchObject({ problems: [], photo: { mediaType: 'image/jpeg' } });
  });

  it('of more rows than a workbook may have is to be saved as CSV', async () => {
    const rows = [titles, cells(), cells({}, 13), cells({}, 15)];
    const found = await refused(book({ rows }), { limits: { ...defaultLimits, spreadsheetRows: 2 } });
    expect(found?.code).toBe('UPLOAD_SPREADSHEET');
    expect(found?.message).toContain('CSV');
  });

  it('that unpacks to too much, or takes too long, ends with itself', async () => {
    const good = book({ rows: [titles, cells()] });
    for (const limits of [{ spreadsheetBytes: 1000 }, { spreadsheetTime: 0 }]) {
      const found = await refused(good, { limits: { ...defaultLimits, ...limits } });
      expect(found?.code).toBe('UPLOAD_SPREADSHEET');
    }
    expect(problemsOf(await read(good))).toEqual([]);
  });

  it('is read as its directory says, which was checked, whatever the headers of its parts say', async () => {
    const good = book({ rows: [titles, cells()] });
    const sheet = 'xl/worksheets/sheet1.xml';
    const parts = await unpacked(good);
    const stored = parts.map(({ name, body }) => ({
      name,
      body: name === sheet ? deflateRawSync(body) : body,
    }));
    const [lying, honest] = [await packed(stored), await packed(parts)];
    expect(problemsOf(await read(honest))).toEqual([]);
    // The header of the sheet: "deflated" (8); the directory: stored, of the length and CRC that it has so.
    const header = lying.indexOf(sheet) - 30;
    lying.writeUInt16LE(8, header + 8);
    expect((await refused(lying))?.code).toMatch(/^UPLOAD_/);
  });

  it('with two parts of one name is refused', async () => {
    const parts = await unpacked(book({ rows: [titles, cells()] }));
    expect((await refused(await packed([...parts, ...parts.slice(-1)])))?.code).toBe('UPLOAD_SPREADSHEET');
  });

  it('that is damaged, or of the old format, says what to do', async () => {
    const good = book({ rows: [titles, cells()] });
    const broken = Buffer.from(good);
    broken.fill(0x41, 60, 200);
    expect(['UPLOAD_SPREADSHEET', 'UPLOAD_ZIP']).toContain((await refused(broken))?.code);
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect((await refused(old))?.code).toBe('UPLOAD_FORMAT');
  });
});
