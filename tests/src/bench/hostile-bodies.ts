import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { writeWorkbook } from '@certbridge/service/platform/workbook';
import { zip } from '@certbridge/service/platform/zip';
import type { ZipFile } from '@certbridge/service/platform/zip';

const MB = 1_000_000;
/** Of a table: under the most that is taken, so that all of it is looked at. */
const TABLE = 57 * MB;

/** A content that somebody who may send some sends to do harm. */
export interface HostileBody {
  readonly name: string;
  readonly media: 'text/csv' | 'application/zip' | 'application/json';
  /** Bytes that Content-Length tells; unset: none is told. */
  readonly announced?: number;
  /** How many of them are sent at once; one unless set. */
  readonly atOnce?: number;
  /** Made before it is measured what it does. */
  pieces(): Iterable<Uint8Array> | Promise<Iterable<Uint8Array>>;
}

const COLUMNS = ['姓名', '性别', '民族', '出生日期', '公民身份号码', '常住户口所在地住址', '居住地住址'];
const HEADER = [...COLUMNS, '签发机关', '有效期起', '有效期止'];
const ROW = ['李示例', '男', '汉族', '1990-01-01', '330199199001010018', ...Array<string>(5).fill('浙江省')];
const line = (cells: readonly string[]): string => `${cells.join(',')}\n`;

/** The same piece again and again, below `head`. */
function* repeated(head: string, piece: string | Buffer, bytes: number): Generator<Buffer> {
  const one = Buffer.from(piece);
  const many = Buffer.alloc(Math.floor(MB / one.length) * one.length, one);
  yield Buffer.from(head);
  for (let sent = 0; sent < bytes; sent += many.length) yield many;
}

const csv = (name: string, piece: string | Buffer, of: Partial<HostileBody> = {}): HostileBody => ({
  ...{ name, media: 'text/csv', pieces: () => repeated(line(HEADER), piece, TABLE) },
  ...of,
});

const json = (name: string, pieces: HostileBody['pieces'], announced?: number): HostileBody => ({
  ...{ name, media: 'application/json', pieces },
  ...(announced !== undefined && { announced }),
});

const archive = (name: string, pieces: () => AsyncIterable<Uint8Array>): HostileBody => ({
  ...{ name, media: 'application/zip', pieces: async () => [await buffer(Readable.from(pieces()))] },
});

/** Zeros, which deflate to a thousandth. */
const zeros = (name: string, bytes: number): ZipFile => ({
  name,
  bytes: Buffer.alloc(bytes),
  deflated: true,
});

/** A ZIP of one file of zeros that says of it, where it is and in the directory, that it is 1,000 bytes (APPNOTE 4.3). */
async function* lying(bytes: number): AsyncGenerator<Uint8Array> {
  const whole = await buffer(Readable.from(zip([zeros('a.csv', bytes)])));
  whole.writeUInt32LE(1_000, 22);
  whole.writeUInt32LE(1_000, whole.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24);
  yield whole;
}

/** A workbook of text in every cell. */
async function* workbook(rows: number, columns: number): AsyncGenerator<Uint8Array> {
  const cells = Array.from({ length: columns }, (_, at) => ROW[at % ROW.length] ?? '');
  yield await writeWorkbook([
    { name: '表', columns: cells.map(() => ({ width: 9 })), rows: Array(rows).fill(cells) },
  ]);
}

/** Of something that is a workbook by its parts' names. */
const parts = (bytes: number): ZipFile[] => [
  ...[zeros('[Content_Types].xml', 10), zeros('xl/workbook.xml', 10), zeros('xl/sharedStrings.xml', bytes)],
];

/** What is tried, each after the other. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  csv('CSV of 1 GB, its length announced', line(ROW), { announced: 1_000 * MB }),
  csv('CSV of 1 GB, no length announced', line(ROW), { pieces: () => repeated('', line(ROW), 1_000 * MB) }),
  csv('three CSVs of 57 MB at once, no quote ever closed', `"${line(ROW)}`, { atOnce: 3 }),
  csv('three CSVs of 57 MB at once, every row wrong', line(ROW.slice(1)), { atOnce: 3 }),
  csv('CSV of 57 MB of empty lines', '\n'),
  csv('CSV of 57 MB of invalid UTF-8, each byte a line', Buffer.from([0xff, 0x0a])),
  csv('CSV of 57 MB of UTF-8, its last byte wrong', '', {
    pieces: function* () {
      yield* repeated(line(HEADER), '李\n', TABLE);
      yield Buffer.from([0xff]);
    },
  }),
  csv('CSV of 57 MB that is one line', '李,'),
  csv('CSV of 57 MB of quotes', '"'),
  csv('CSV of 57 MB, one quote over all of it', '李\n', {
    pieces: () => repeated(`${line(HEADER)}"`, '李\n', TABLE),
  }),
  json('JSON of 100 MB, its length announced', () => repeated('', ' ', 100 * MB), 100 * MB),
  json('JSON of 100 MB, no length announced', () => repeated('', ' ', 100 * MB)),
  json('JSON of 1 MB, lists nested 450,000 deep', () => [
    Buffer.from('['.repeat(450_000) + ']'.repeat(450_000)),
  ]),
  json('JSON of 1 MB, objects nested in a field', () => [
    Buffer.from(`{"type":"residence-permit","fields":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}`),
  ]),
  json('JSON of 1 MB of 90,000 fields', () => [
    Buffer.from(
      `{"type":"residence-permit","fields":{${Array.from({ length: 90_000 }, (_, n) => `"${n}":1`).join()}}}`,
    ),
  ]),
  json('JSON of 1 MB of invalid UTF-8', () => [Buffer.alloc(MB - 1, 0xff)]),
  archive('ZIP of a CSV of 400 MB of zeros', () => zip([zeros('a.csv', 400 * MB)])),
  archive('ZIP of the same that says it is small', () => lying(400 * MB)),
  archive('ZIP of 150,000 files', () =>
    zip(Array.from({ length: 150_000 }, (_, n) => ({ name: `${n}.jpg`, bytes: Buffer.of(0) }))),
  ),
  archive('workbook with a part of 400 MB of zeros', () => zip(parts(400 * MB))),
  archive('workbook with parts of 130 MB of zeros together', () => zip(parts(130 * MB))),
  archive('workbook of 20,000 rows and 60 columns', () => workbook(20_000, 60)),
];
