import XLSX from '@e965/xlsx';
import { checkIdNumber } from '@certbridge/verifier-sdk/formats';
import fc from 'fast-check';

const TITLES = ['姓名', '性别', '民族', '出生日期', '住址', '公民身份号码', '有效期起始', '有效期截止'];
const ROWS = 4;

/** A file as a department might have spoilt it, and how many rows a spreadsheet shows below its header. */
export interface EditedFile {
  readonly bytes: Buffer;
  readonly media: string;
  /** Undefined where that is a matter of how quotes are understood. */
  readonly rows: number | undefined;
}

let made = 0;

/** Good rows about people whom no other row is about: region 99 has none (GB/T 2260). */
function freshRows(): string[][] {
  return Array.from({ length: ROWS }, () => {
    const [day, order] = [Math.floor(made / 500), made % 500];
    made += 1;
    const birth = new Date(Date.UTC(1940, 0, 1 + day)).toISOString().slice(0, 10);
    const body = `330199${birth.replaceAll('-', '')}${String(order * 2 + 1).padStart(3, '0')}`;
    const check = [...'0123456789X'].find((one) => checkIdNumber(body + one)) ?? '';
    return ['李示例', '男', '汉', birth, '浙江省示例市示范区', body + check, '2026-01-01', '长期'];
  });
}

/** Anywhere in a file alike: fc.double() takes half of its values from next to nothing, which is the header. */
const place = fc.noBias(fc.nat(9999)).map((n) => n / 10_000);

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** What people, editors and cables put into a text. */
const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\r',
    '\t',
    ';',
    "'",
    '\0',
    '\ufeff',
    '　',
    '•',
    '\u00ad',
    '⾼',
  ),
  fc.integer({ min: 0, max: 3000 }).map((length) => '长'.repeat(length)),
  fc.constantFrom('5.10199E+17', '330199199001010000', '长期', '2150-01-01', '=1+1'),
);
const edit = fc.record({ at: place, cut: fc.nat(12), put: piece });
/** What a wrong conversion or a cable does, rarely. */
const damage = rarely(
  fc.record({ at: place, put: fc.constantFrom('c0ee', 'ff', '8135f437', 'e4bd', 'fe59') }),
);

interface Writing {
  readonly text: (table: string[][]) => string;
  readonly encode: (text: string) => Buffer;
}

/** How spreadsheets and programs write the same table. */
const writings: readonly Writing[] = [
  { text: (table) => lines(table, ',', '\n'), encode: (text) => Buffer.from(text) },
  { text: (table) => `\ufeff${lines(table, ',', '\r\n')}`, encode: (text) => Buffer.from(text) },
  { text: (table) => `\ufeff${lines(table, '\t', '\r\n')}`, encode: (text) => Buffer.from(text, 'utf16le') },
  { text: (table) => lines(table.map(quoted), ',', '\n'), encode: (text) => Buffer.from(text) },
  { text: (table) => lines(table, ',', '\r\n'), encode: (text) => gb18030(text) },
];
const lines = (table: string[][], separator: string, end: string): string =>
  table.map((row) => `${row.join(separator)}${end}`).join('');
const quoted = (row: string[]): string[] => row.map((cell) => `"${cell}"`);

const editedText = fc
  .record({ writing: fc.constantFrom(...writings), edits: fc.array(edit, { maxLength: 3 }), damage })
  .map(({ writing: { text, encode }, edits, damage: damaged }) => (): EditedFile => {
    const edited = edits.reduce(
      (whole, { at, cut, put }) => {
        const from = Math.floor(at * whole.length);
        return whole.slice(0, from) + put + whole.slice(from + cut);
      },
      text([TITLES, ...freshRows()]),
    );
    const whole = encode(edited);
    const at = damaged === null ? 0 : Math.floor(damaged.at * whole.length);
    const bytes =
      damaged === null
        ? whole
        : Buffer.concat([whole.subarray(0, at), Buffer.from(damaged.put, 'hex'), whole.subarray(at)]);
    return { bytes, media: 'text/csv', rows: filledLines(bytes) };
  });

/** A byte order mark, and ideographic spaces in UTF-8 and GB 18030 (two ways), as Latin-1 shows them. */
const BLANK = /^(\ufeff|ï»¿)|ã\x80\x80|¡¡|£\xa0/g;

/** Lines that hold more than separators and spaces, where no quote makes one row of several. */
function filledLines(file: Buffer): number | undefined {
  const isWide = file[0] === 0xff && file[1] === 0xfe;
  const text = file.toString(isWide ? 'utf16le' : 'latin1');
  if (text.includes('"')) return undefined;
  const filled = text.split(/\r\n?|\n/).filter((line) => line.replace(BLANK, '').trim() !== '');
  // A line of separators alone is no row, and which those are the first line says.
  return filled.some((line) => /^[\s,;]*$/.test(line)) ? undefined : filled.length - 1;
}

const cell = fc.oneof(
  piece.map((text): XLSX.CellObject => ({ t: 's', v: text.slice(0, 3000) })),
  fc.constantFrom<XLSX.CellObject>(
    { t: 'n', v: 330199199001010112 },
    { t: 'n', v: 32874, z: 'yyyy/m/d' },
    { t: 'n', v: 0.5 },
    { t: 'e', v: 0x2a },
    { t: 'b', v: true },
    { t: 's', v: '浙江', f: 'A1&"x"' },
    { t: 's', v: '' },
  ),
);
const cellEdit = fc.record({ row: fc.nat(ROWS + 2), column: fc.nat(TITLES.length + 1), cell });
const range = fc
  .tuple(fc.nat(ROWS), fc.nat(TITLES.length - 1), fc.nat(2), fc.nat(2))
  .map(([r, c, down, right]): XLSX.Range => ({ s: { r, c }, e: { r: r + down, c: c + right } }));

const editedWorkbook = fc
  .record({
    edits: fc.array(cellEdit, { maxLength: 3 }),
    merges: fc.array(range, { maxLength: 1 }),
    byte: rarely(place),
  })
  .map(({ edits, merges, byte }) => (): EditedFile => {
    const grid: XLSX.CellObject[][] = [TITLES, ...freshRows()].map((row) => row.map((v) => ({ t: 's', v })));
    for (const { row, column, cell: put } of edits) (grid[row] ??= [])[column] = put;
    const sheet = XLSX.utils.aoa_to_sheet(grid);
    sheet['!merges'] = merges;
    const book = XLSX.utils.book_new(sheet, '表');
    const whole = XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
    if (byte !== null) whole[Math.floor(byte * whole.length)]! ^= 0x55;
    const media = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return { bytes: whole, media, rows: byte === null ? filledRows(grid, merges) : undefined };
  });

/** Rows below the first that show something; cells under a merged one show nothing, and belong to it all the same. */
function filledRows(
  grid: readonly (readonly (XLSX.CellObject | undefined)[] | undefined)[],
  merges: readonly XLSX.Range[],
): number {
  const isFilled = (row: number): boolean =>
    (grid[row] ?? []).some((one) => one !== undefined && String(one.v).trim() !== '') ||
    merges.some(({ s, e }) => s.r !== e.r && s.r <= row && row <= e.r);
  const last = Math.max(grid.length - 1, ...merges.map(({ e }) => e.r));
  return Array.from({ length: last + 1 }, (_, row) => row).filter(isFilled).length - 1;
}

/** Makes a file about people of its own each time that it is called. */
export const editedFile: fc.Arbitrary<() => EditedFile> = fc.oneof(editedText, editedWorkbook);

/** Every character of two bytes, by Unicode's own mapping. */
const pairs = new Map<string, Buffer>();
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    const pair = Buffer.of(lead, trail);
    const character = new TextDecoder('gb18030').decode(pair);
    // The ideographic space has two.
    if (!pairs.has(character)) pairs.set(character, pair);
  }
}

/** Text of characters of one or two bytes in GB 18030. */
export const gb18030 = (text: string): Buffer =>
  Buffer.concat([...text].map((character) => pairs.get(character) ?? Buffer.from(character)));
