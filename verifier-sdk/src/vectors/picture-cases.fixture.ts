/** Pictures of QR codes, and PDFs that lost their signature. */
import { crc32, deflateSync } from 'node:zlib';

import { create } from 'qrcode';

import { makeFile } from '../pdf/handmade.fixture.js';
import { codeOf, identifierOf } from './codes.fixture.js';
import { sign } from './documents.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

/** The modules of a QR code, true: dark; a quiet zone of four around them (ISO/IEC 18004 §9.1). */
function modulesOf(text: string): boolean[][] {
  const hash = text.indexOf('#') + 1;
  const { modules } = create(
    [
      { data: Buffer.from(text.slice(0, hash)), mode: 'byte' },
      { data: text.slice(hash), mode: 'numeric' },
    ],
    { errorCorrectionLevel: 'M' },
  );
  const size = modules.size + 8;
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (__, x) => {
      const [column, row] = [x - 4, y - 4];
      const isInside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
      return isInside && modules.get(row, column) === 1;
    }),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of one bit a pixel, some pixels a module. */
function pngOf(rows: readonly (readonly boolean[])[], scale = 4): Uint8Array {
  const side = rows.length * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const line = Math.ceil(side / 8);
  const lines = rows.flatMap((row) => {
    const bits = Buffer.alloc(1 + line, 0xff);
    bits[0] = 0;
    row.forEach((isDark, x) => {
      for (let at = x * scale; isDark && at < (x + 1) * scale; at += 1)
        bits[1 + (at >> 3)] = (bits[1 + (at >> 3)] ?? 0) & ~(0x80 >> (at & 7));
    });
    return Array.from({ length: scale }, () => bits);
  });
  return pngFile(header, deflateSync(Buffer.concat(lines), { level: 0 }));
}

function pngFile(header: Uint8Array, data: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A progressive JPEG (ITU-T T.81 annex G) of 16 by 16 pixels, each of whose scans says that all of them are as before. */
function jpegOf(scans: number): Uint8Array {
  const segment = (marker: number, ...content: readonly number[]): Uint8Array =>
    Uint8Array.of(0xff, marker, 0, content.length + 2, ...content);
  // One code of one bit: of differences none, of coefficients the end of a band of four to seven blocks.
  const table = (kind: number, value: number): Uint8Array =>
    segment(0xc4, kind, 1, ...Array.from({ length: 15 }, () => 0), value);
  const scan = Buffer.concat([segment(0xda, 1, 1, 0, 1, 63, 0), Uint8Array.of(0x1f)]);
  return Buffer.concat([
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, 0, ...Array.from({ length: 64 }, () => 1)),
    segment(0xc2, 8, 0, 16, 0, 16, 1, 1, 0x11, 0),
    table(0x00, 0),
    table(0x10, 0x20),
    ...Array.from({ length: scans }, () => scan),
    Uint8Array.of(0xff, 0xd9),
  ]);
}

/** Rows side by side. */
const beside = (left: readonly boolean[][], right: readonly boolean[][]): boolean[][] => {
  const size = left.length * 2;
  const empty = Array.from({ length: size - left.length }, () => Array.from({ length: size }, () => false));
  return [...left.map((row, y) => [...row, ...(right[y] ?? [])]), ...empty];
};

/** A page of one QR code, drawn, and lines of text; nothing signs it. */
function pageOf(
  text: string | undefined,
  lines: readonly string[] = [],
  more: Readonly<Record<number, string>> = {},
): Buffer {
  const rows = text === undefined ? [] : modulesOf(text);
  const drawn = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`${100 + x * 3} ${700 - y * 3} 3 3 re`] : [])),
  );
  const words = lines.map((line, i) => `BT /F1 12 Tf 72 ${200 - 20 * i} Td (${line}) Tj ET`);
  const content = [...drawn, 'f', ...words].join('\n');
  return makeFile(
    new Map([
      [1, '<</Type/Catalog/Pages 2 0 R>>'],
      [2, '<</Type/Pages/Kids[3 0 R]/Count 1>>'],
      [3, '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>'],
      [4, `<</Length ${content.length}>>\nstream\n${content}\nendstream`],
      [5, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'],
      ...Object.entries(more).map(([at, body]) => [Number(at), body] as const),
    ]),
  );
}

/** A page with a `Contents` and a `ByteRange` that says where it is. */
function enclosing(
  text: string,
  range: (place: { start: number; end: number; rest: number }) => readonly [number, number, number],
): Buffer {
  const made = pageOf(text, [], { 6: '<</ByteRange[0 000000 000000 000000]/Contents<00>>>' });
  const page = made.toString('latin1');
  const start = page.indexOf('<00>');
  const end = start + '<00>'.length;
  const numbers = range({ start, end, rest: page.length - end }).map((one) => String(one).padStart(6, '0'));
  return Buffer.from(page.replace('000000 000000 000000', numbers.join(' ')), 'latin1');
}

export async function addPictureCases(set: VectorSet): Promise<void> {
  const { cast } = set;
  const good = (await codeOf(cast.issuer, 'good')).text;
  const revoked = (await codeOf(cast.issuer, 'revoked')).text;
  const picture = (id: string, bytes: Uint8Array, expect: string, type = 'png'): void => {
    const file = set.put(`pictures/${id}.${type}`, bytes);
    const about = { section: 'Pictures and pages', needs: 'pictures' } as const;
    set.case({ id: `picture/${id}`, input: { kind: 'image', file }, expect, ...about });
  };
  picture('good', pngOf(modulesOf(good)), 'valid OK');
  picture('two-codes', pngOf(beside(modulesOf(good), modulesOf(revoked))), 'invalid REVOKED');
  const others = modulesOf('https://example.com/#1');
  const padded = modulesOf(good).map((row, y) => row.map((_, x) => others[y]?.[x] ?? false));
  picture('beside-another-code', pngOf(beside(modulesOf(good), padded)), 'valid OK');
  picture('another-code', pngOf(modulesOf('https://example.com/#1')), 'invalid NOT_A_CERTIFICATE');
  const blank = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => false));
  picture('blank', pngOf(blank), 'indeterminate NO_QR_CODE');
  picture('cut', pngOf(modulesOf(good)).slice(0, 60), 'indeterminate PICTURE_UNREADABLE');
  picture('no-picture', Buffer.from('hello'), 'indeterminate PICTURE_UNREADABLE');
  const huge = Buffer.alloc(13);
  huge.writeUInt32BE(10_000, 0);
  huge.writeUInt32BE(10_000, 4);
  huge[8] = 1;
  picture(
    'too-large',
    pngFile(huge, deflateSync(Buffer.alloc(9), { level: 0 })),
    'indeterminate PICTURE_TOO_LARGE',
  );
  const small = Buffer.alloc(13);
  small.writeUInt32BE(16, 0);
  small.writeUInt32BE(16, 4);
  small[8] = 1;
  const unreadable = 'indeterminate PICTURE_UNREADABLE';
  picture('inflates-to-more-than-its-pixels', pngFile(small, deflateSync(Buffer.alloc(1000))), unreadable);
  picture('of-a-hundred-scans', jpegOf(100), 'indeterminate NO_QR_CODE', 'jpg');
  picture('of-more-than-a-hundred-scans', jpegOf(101), unreadable, 'jpg');

  const page = (id: string, bytes: Uint8Array, expect: string, more: Partial<CaseOf> = {}): void => {
    const file = set.put(`pages/${id}.pdf`, bytes);
    const about = { section: 'Pictures and pages', needs: 'pages' } as const;
    set.case({ id: `page/${id}`, input: { kind: 'pdf', file }, expect, ...about, ...more });
  };
  page('printed', pageOf(good), 'valid OK');
  page('printed-revoked', pageOf(revoked), 'invalid REVOKED');
  page(
    'says-something-else',
    pageOf(good, ['This page says that its holder may do all.']),
    'indeterminate PAGE_DIFFERS',
  );
  await addTexts(set, page);
  const stranger = (await codeOf(cast.stranger, 'good')).text;
  page('printed-by-a-stranger', pageOf(stranger), 'invalid KEY_NOT_VALID');
  page('without-code', pageOf(undefined, ['A letter']), 'indeterminate PDF_WITHOUT_SIGNATURE');
  const trace = { 6: '<</ByteRange[0 1 2 3]>>' };
  page('damaged', pageOf(good, [], trace), 'indeterminate SIGNATURE_DAMAGED');
  const damaged = 'indeterminate SIGNATURE_DAMAGED';
  const unsigned = 'invalid NOT_A_CERTIFICATE';
  page(
    'range-before-its-contents',
    enclosing(good, (at) => [at.start - 1, at.end, at.rest]),
    damaged,
  );
  page(
    'range-within-its-contents',
    enclosing(good, (at) => [at.start, at.end - 1, at.rest]),
    damaged,
  );
  page(
    'range-beyond-the-file',
    enclosing(good, (at) => [at.start, at.end, at.rest + 1]),
    unsigned,
  );
  const endless = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(1100, ' ')]);
  page(
    'range-in-a-file-without-an-end',
    endless(enclosing(good, (at) => [at.start, at.end, at.rest])),
    unsigned,
  );
  page('printed-without-an-end', endless(pageOf(good)), 'indeterminate PDF_UNREADABLE');
  const locked = Buffer.from(
    pageOf(good)
      .toString('latin1')
      .replace(
        'trailer\n<<',
        `trailer\n<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${'00'.repeat(32)}>/U<${'11'.repeat(32)}>>>/ID[<00><00>]`,
      ),
    'latin1',
  );
  page('locked', locked, 'indeterminate PDF_LOCKED');
  page('cut', pageOf(good).subarray(0, 300), 'indeterminate PDF_UNREADABLE');
  // Programs that mend what was cut would draw this one.
  page('cut-at-its-end', pageOf(good).subarray(0, -10), 'indeterminate PDF_UNREADABLE');
  const empty = Buffer.from('%PDF-1.7\nhello\n%%EOF\n', 'latin1');
  page('nothing-in-it', empty, 'indeterminate PDF_UNREADABLE');
  const thin = { 3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 14400]/Contents 4 0 R/Resources<<>>>>' };
  page('too-thin', pageOf(undefined, [], thin), 'indeterminate PDF_WITHOUT_SIGNATURE');
  const { document, receipt } = set.pdf;
  // Saved anew by a program that knows nothing of signatures: the credential is there, the signature is not.
  const saved = Buffer.from(sign(cast, document, { receipt })).toString('latin1');
  const lost = Buffer.from(
    saved.replace('/ByteRange', '/ByteRang3').replace('ETSI.CAdES', 'XXXX.CAdES'),
    'latin1',
  );
  page('saved-anew-without-code', lost, 'invalid STRUCTURE_REFUSED');
}

type AddPage = (id: string, bytes: Uint8Array, expect: string) => void;

/** Codes of 长 and 期 for the font of {@link pageOf}, and what they are read as (ISO 32000-1 §9.10.3). */
const CHINESE =
  'begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <80> <957f> <81> <671f> endbfchar endcmap';

/** Pages whose text says what the code says, or not. */
async function addTexts({ cast }: VectorSet, page: AddPage): Promise<void> {
  const said = { name: 'RESIDENCE PERMIT', holderName: 'LI SI' };
  const { text } = await codeOf(cast.issuer, 'good', said);
  const lines = (number: string, term: string): string[] => [
    ...['RESIDENCE PERMIT', 'LI SI', number, identifierOf(), term],
  ];
  const own = '330102199001011234';
  const differs = 'indeterminate PAGE_DIFFERS';
  page('that-says-the-same', pageOf(text, lines(own, '2026.11.24-2027.11.23')), 'valid OK');
  page('without-number-and-term', pageOf(text, lines('', '')), 'valid OK');
  page('of-another-number', pageOf(text, lines('330102199001019999', '')), differs);
  page('of-another-beginning', pageOf(text, lines(own, '2026.11.23-2027.11.23')), differs);
  page('of-another-end', pageOf(text, lines(own, '2026.11.24-2027.11.24')), differs);
  const endless = await codeOf(cast.issuer, 'good', { ...said, validUntil: null });
  const font = {
    5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>',
    6: `<</Length ${CHINESE.length}>>\nstream\n${CHINESE}\nendstream`,
  };
  page('without-an-end', pageOf(endless.text, lines(own, '2026.11.24-\\200\\201'), font), 'valid OK');
}
