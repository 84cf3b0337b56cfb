import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import XLSX from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { receiveUpload } from '../intake/index.js';
import type { IntakeRow } from '../intake/index.js';
import { loadCertificateTypes } from '../types/index.js';
import type { CertificateType } from '../types/index.js';
import { templateColumns } from './columns.js';
import { writeTemplate } from './template.js';

const types = await loadCertificateTypes();
const columnsOf = (type: CertificateType): ReturnType<typeof templateColumns> =>
  templateColumns(type, types.sample(type));
const written = async (type: CertificateType): Promise<Buffer> =>
  Buffer.from(await writeTemplate(type, columnsOf(type)));

async function partsOf(workbook: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  const opened = await yauzl.fromBufferPromise(workbook);
  for await (const entry of opened.eachEntry())
    parts.set(entry.fileName, await text(await opened.openReadStreamPromise(entry)));
  return parts;
}

/** As somebody fills it in: by title, as text. */
function filled(workbook: Buffer, values: Readonly<Record<string, string>>): Buffer {
  const book = XLSX.read(workbook);
  const sheet = book.Sheets[book.SheetNames[0] ?? '']!;
  const [header = []] = XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1 });
  const row = header.map((title) => values[title.replace('*', '')] ?? '');
  XLSX.utils.sheet_add_aoa(sheet, [row], { origin: 'A2' });
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

const textAt = (sheet: XLSX.WorkSheet | undefined, cell: string): string =>
  String((sheet?.[cell] as XLSX.CellObject | undefined)?.v);

async function read(file: Buffer, type: CertificateType): Promise<IntakeRow[]> {
  const upload = await receiveUpload(Readable.from([file]));
  try {
    const rows: IntakeRow[] = [];
    const none = (): string[] => [];
    const plainPhoto = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(bytes);
    const options = { types, type, missingCharacters: none, plainPhoto, authority: '示例市公安局' };
    for await (const row of upload.rows(options)) rows.push(row);
    return rows;
  } finally {
    await upload.close();
  }
}

describe.each(types.list().map((type) => [type.slug, type] as const))('the template of %s', (_slug, type) => {
  it('takes its own examples, filled in', async () => {
    const examples: [string, string][] = columnsOf(type)
      .filter(({ key }) => type.schema.properties[key]?.['x-photo'] !== true)
      .map(({ title, example }) => [title.zh, example]);
    const [row, ...others] = await read(filled(await written(type), Object.fromEntries(examples)), type);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ line: 2, problems: [], notes: [] });
    const sample = types.sample(type)!;
    expect(row).toMatchObject({
      fields: sample.fields,
      validFrom: sample.validFrom,
      validUntil: sample.validUntil,
    });
  });

  it('is empty: its explanations and lists are no rows', async () => {
    await expect(read(await written(type), type)).rejects.toMatchObject({ code: 'UPLOAD_EMPTY' });
  });

  it('has columns of text, lists to choose from, and a hint at each column', async () => {
    const parts = await partsOf(await written(type));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const columns = columnsOf(type);
    const formats = [...sheet.matchAll(/<col [^>]*style="(\d+)"/g)].map(([, style]) => style);
    expect(formats).toEqual(columns.map(() => '1'));
    const [, , text_ = ''] = (parts.get('xl/styles.xml') ?? '').split('<cellXfs')[1]?.split('<xf ') ?? [];
    // “@” (ECMA-376 part 1 §18.8.30).
    expect(text_).toContain('numFmtId="49"');
    expect(sheet.match(/promptTitle=/g)).toHaveLength(columns.length);
    const book = XLSX.read(await written(type));
    const lists = [...sheet.matchAll(/<formula1>'([^']+)'!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)<\/formula1>/g)].map(
      ([, name = '', column = '', last = '']) =>
        Array.from({ length: Number(last) - 1 }, (_, n) => textAt(book.Sheets[name], `${column}${n + 2}`)),
    );
    expect(lists).toEqual(columns.flatMap(({ choices }) => (choices ? [choices] : [])));
  });
});

it('a type without a sample has a template without examples', async () => {
  const type = types.newest('residence-permit');
  const columns = templateColumns(type, undefined);
  expect(columns.map(({ example }) => example).join('')).toBe('');
  expect((await buffer(Readable.from([await writeTemplate(type, columns)]))).length).toBeGreaterThan(1000);
});
