import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { header, idNumber, problemsOf, read, refusal, refused, row } from './reading.fixture.js';
import { zip } from './zip.fixture.js';
import { readSeparated } from './separated.js';

const from = (name: string): Promise<Buffer> => readFile(new URL(`cases/${name}`, import.meta.url));
const permits = { slug: 'residence-permit' };
const cards = { slug: 'social-security-card' };
const codesByRow = (rows: Awaited<ReturnType<typeof read>>): unknown[] =>
  rows.flatMap(({ line, problems }) => problems.map(({ code }) => [line, code]));

describe('quotes', () => {
  it('that are never closed spoil their own row and no other', async () => {
    const rows = await read(await from('unclosed-quote.csv'), permits);
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
    expect(codesByRow(rows)).toEqual([[6, 'QUOTES_WRONG']]);
  });

  it('that are never closed spoil their own row where later rows have quotes of their own', async () => {
    const rows = await read(
      [header, row({ address: '"浙江' }), row({ address: '"路1号, 2室"' }, 13), row({}, 15)].join('\n'),
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(codesByRow(rows)).toEqual([[2, 'QUOTES_WRONG']]);
    expect(rows[1]?.fields['address']).toBe('路1号, 2室');
  });

  it('inside an unquoted cell are what they are', async () => {
    const rows = await read(await from('inner-quotes.csv'), permits);
    expect(problemsOf(rows)).toEqual([]);
    expect(rows[1]?.fields['residence']).toContain('小区"2号"楼');
  });

  it('after the end of a quoted cell are named, once', async () => {
    const rows = await read(`${header}\n${row({ address: '"示例路"水岸"小区"' })}\n${row({}, 13)}`);
    expect(codesByRow(rows)).toEqual([[2, 'QUOTES_WRONG']]);
  });

  it('that may hold whole rows refuse the file: one reading loses them, another does not', async () => {
    // Row 2 opens a quote at its last cell but one, row 4 closes one there: row 3 would be swallowed.
    const lines = [
      header,
      row({ from: '"2026-01-01' }),
      row({}, 13),
      row({ from: '2026-01-01"' }, 15),
      row({}, 17),
    ];
    const found = await refused(lines.join('\n'));
    expect(found).toMatchObject({ code: 'UPLOAD_QUOTES', details: { row: 2 } });
  });

  it('may hold separators and line ends', async () => {
    const [first] = await read(
      'name,uscc,kind,legalRepresentative,capital,establishedOn,address,scope,authority,validFrom\n' +
        '示例公司,91330100MA0000001U,有限责任公司,李示例,壹佰万元整,2020-01-02,路1号,"一般项目：""a"", b\r\nc",示例局,2026-01-01',
      { slug: 'business-licence' },
    );
    expect(first?.fields['scope']).toBe('一般项目："a", b\nc');
  });
});

describe('lines', () => {
  it('may end in different ways in one file', async () => {
    expect(problemsOf(await read(await from('mixed-eol-header-crlf.csv'), permits))).toEqual([]);
    const rows = await read(`${header}\r${row()}\r\n${row({}, 13)}\n`);
    expect(rows.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('are numbered as a spreadsheet numbers rows: empty ones count, line breaks in cells do not', async () => {
    const rows = await read(await from('row-numbers.csv'), permits);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(codesByRow(rows)).toContainEqual([4, 'NUMBER_ROUNDED']);
    // A line break in a cell is called that, not by its number alone.
    expect(rows[0]?.problems[0]?.message.zh).toContain('U+000A（换行 line break）');
    expect((await read(`\n${header}\n\n,,,,,,,,\n${row()}`)).map(({ line }) => line)).toEqual([5]);
  });

  it('are read in bounded pieces, wherever a piece ends', () => {
    const text = `a,b\r\n${Array.from({ length: 30_000 }, (_, n) => `${n},"x\n${n}"`).join('\r\n')}\r\n`;
    for (const size of [1_000, 65_536, text.length]) {
      const pieces = (function* () {
        for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
      })();
      const rows = [...readSeparated(pieces)];
      expect(rows).toHaveLength(30_001);
      expect(rows.at(-1)).toEqual({ row: 30_001, cells: ['29999', 'x\n29999'] });
    }
  });

  it('that are endless spoil nothing but themselves', async () => {
    const rows = await read(`${header}\n"${'x'.repeat(100_000)}\n${row()}`);
    expect(codesByRow(rows)).toEqual([[2, 'QUOTES_WRONG']]);
    expect(rows).toHaveLength(2);
  });
});

describe('columns', () => {
  it('that are empty at the right are ignored, one with a value under no title is not', async () => {
    expect(problemsOf(await read(await from('trailing-empty-columns.csv'), permits))).toEqual([]);
    expect(codesByRow(await read(`${header},,\n${row()},,\n${row({}, 13)},x,`))).toEqual([
      [3, 'CELL_UNTITLED'],
    ]);
    expect(codesByRow(await read(`${header}\n${row()},,\n${row({}, 13)},x`))).toEqual([[3, 'CELLS_WRONG']]);
  });

  it('for people, like 序号 and 备注, are ignored and named', async () => {
    const ignored: unknown[] = [];
    const lines = `序号,${header},备注\n1,${row()},自取`;
    const rows = await read(lines, { onColumns: (columns) => ignored.push(...columns.ignored) });
    expect(problemsOf(rows)).toEqual([]);
    expect(ignored).toEqual(['序号', '备注']);
  });

  it('may be separated by tabs in UTF-16, as spreadsheets save “Unicode text”, or by semicolons', async () => {
    const tabbed = `\ufeff${header}\n${row()}`.replaceAll(',', '\t');
    expect(problemsOf(await read(Buffer.from(tabbed, 'utf16le')))).toEqual([]);
    expect(problemsOf(await read(Buffer.from(tabbed, 'utf16le').swap16()))).toEqual([]);
    expect(problemsOf(await read(`${header}\n${row()}`.replaceAll(',', ';')))).toEqual([]);
  });
});

describe('numbers that a spreadsheet rounded', () => {
  it('are recognised as a column, among which right ones cannot be told', async () => {
    const found = await refused(await from('rounded.csv'), cards);
    expect(found).toMatchObject({ code: 'UPLOAD_ROUNDED', details: { column: '社会保障号码' } });
  });

  it('are named where there is one only, in scientific notation too', async () => {
    expect(codesByRow(await read(await from('scientific.csv'), cards))).toEqual([[2, 'NUMBER_ROUNDED']]);
    const rows = await read(`${header}\n${row({ number: '330199199001012000' })}\n${row({}, 13)}`);
    expect(codesByRow(rows)).toEqual([[2, 'NUMBER_ROUNDED']]);
  });

  it('are not suspected where they only happen to end in zeros', async () => {
    const numbers = Array.from({ length: 100 }, (_, n) => idNumber(`330${100 + n}19900101100`));
    const number = numbers.find((one) => one.endsWith('000')) ?? '';
    const sex = Number(number.charAt(16)) % 2 === 1 ? '男' : '女';
    expect(problemsOf(await read(`${header}\n${row({ number, sex })}\n${row({}, 13)}`))).toEqual([]);
  });

  it('among many others make doubtful what only ends in zeros, row by row', async () => {
    const numbers = Array.from({ length: 100 }, (_, n) => idNumber(`330${100 + n}19900101100`));
    const byChance = numbers.find((one) => one.endsWith('000')) ?? '';
    const file = (wrong: string, others: number): string => {
      const rest = Array.from({ length: others }, (_, n) => row({}, 13 + 2 * n));
      return [header, row({ number: byChance, sex: '女' }), row({ number: wrong }), ...rest].join('\n');
    };
    const found = codesByRow(await read(file('330199199001012000', 200)));
    expect(found).toEqual([
      [3, 'NUMBER_ROUNDED'],
      [2, 'NUMBER_MAYBE_ROUNDED'],
    ]);
    expect(codesByRow(await read(file('3.30199E+17', 200)))).toEqual(found);
    // Of so few, rounding explains it sooner than chance.
    expect((await refused(file('330199199001012000', 50)))?.code).toBe('UPLOAD_ROUNDED');
  });

  it('of cards, which have no check digit, are recognised by their zeros', async () => {
    const columns = '姓名,社会保障号码,卡号,合作银行,发卡机构,有效期起始';
    const card = (n: number, number: string): string =>
      `李示例,${idNumber(`33019919900101${String(n).padStart(3, '0')}`)},${number},示例银行,示例局,2026-01-01`;
    const lines = (...numbers: string[]): string =>
      [columns, ...numbers.map((one, n) => card(n + 11, one))].join('\n');
    expect((await refused(lines('6217001234567890000', '6217001234567810000'), cards))?.code).toBe(
      'UPLOAD_ROUNDED',
    );
    expect(problemsOf(await read(lines('6217001234567890123', '6217001234567810000'), cards))).toEqual([]);
  });

  it('are found before a photo is unpacked: a row in doubt is kept without its own', async () => {
    const columns = `${header},照片`;
    const rows = Array.from({ length: 3 }, (_, n) => `${row({ number: '330199199001012000' })},${n}.jpg`);
    const numbers = Array.from({ length: 100 }, (_, n) => idNumber(`330${100 + n}19900101100`));
    const byChance = numbers.find((one) => one.endsWith('000')) ?? '';
    const doubted = Array.from({ length: 5 }, () => `${row({ number: byChance, sex: '女' })},doubted.jpg`);
    const parts = [
      { name: 'a.csv', body: Buffer.from([columns, ...doubted, ...rows].join('\n')) },
      ...['0', '1', '2', 'doubted'].map((name) => ({
        name: `${name}.jpg`,
        body: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]),
      })),
    ];
    let unpacked = 0;
    const found = await refused(zip(parts), { onPhoto: () => (unpacked += 1) });
    expect(found?.code).toBe('UPLOAD_ROUNDED');
    expect(unpacked).toBe(rows.length);
  });
});

describe('an encoding', () => {
  const gb = (text: string): Buffer => Buffer.concat([...text].map((c) => gbBytes.get(c) ?? Buffer.from(c)));
  // Every character of two bytes, by Unicode's own mapping.
  const gbBytes = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.of(lead, trail);
      gbBytes.set(new TextDecoder('gb18030').decode(bytes), bytes);
    }
  }

  it('of damaged UTF-8 is not guessed at, and the row is named', async () => {
    const found = await refused(await from('utf8-stray-latin1.csv'), cards);
    expect(found).toMatchObject({ code: 'UPLOAD_ENCODING', details: { encoding: 'utf-8', row: 2 } });
    expect(
      (await refused(await from('utf8-stray-latin1.csv'), { ...cards, encoding: 'gb18030' }))?.code,
    ).toBe('UPLOAD_ENCODING');
  });

  it('of GB 18030 is read, rare characters among common ones', async () => {
    const [first] = await read(gb(`${header}\n${row({ name: '赵喆堃' })}`));
    expect(first?.problems).toEqual([]);
    expect(first?.fields['name']).toBe('赵喆堃');
  });

  it('that changes from row to row is refused with the row', async () => {
    const mixed = Buffer.concat([
      gb(`${header}\n${row()}\n${row({}, 13)}\n`),
      Buffer.from(`${row({}, 15)}\n`),
    ]);
    expect(await refused(mixed)).toMatchObject({
      code: 'UPLOAD_ENCODING',
      details: { encoding: 'gb18030', row: 4 },
    });
    const other = Buffer.concat([
      Buffer.from(`${header}\n${row()}\n${row({}, 13)}\n`),
      gb(`${row({}, 15)}\n`),
    ]);
    expect(await refused(other)).toMatchObject({
      code: 'UPLOAD_ENCODING',
      details: { encoding: 'utf-8', row: 4 },
    });
  });

  it('is asked for where bytes prove none', async () => {
    const doubtful = Buffer.concat([
      gb(`${header}\n`),
      gb(row({ name: '喆堃', address: '喆堃垚', authority: '祎玥' })),
    ]);
    expect(await refusal(doubtful)).toBe('UPLOAD_ENCODING');
    expect(problemsOf(await read(doubtful, { encoding: 'gb18030' }))).toEqual([]);
  });
});

describe('values as departments write them', () => {
  it.each(['长期', '长期有效', '永久', '永久有效', ''])('“%s” is no expiry', async (until) => {
    const [first] = await read(`${header}\n${row({ until })}`);
    expect(first).toMatchObject({ problems: [], validUntil: null });
  });

  it('a birth lies behind us', async () => {
    const rows = await read(
      `${header}\n${row({ birth: '2150-01-01', number: idNumber('33019921500101011') })}`,
    );
    expect(codesByRow(rows)).toEqual([
      [2, 'ID_NUMBER_WRONG'],
      [2, 'DATE_FUTURE'],
    ]);
  });

  it.each(['穿青人', '其他', '外国血统中国籍人士'])('%s is a 民族', async (ethnicity) => {
    expect(problemsOf(await read(`${header}\n${row({ ethnicity })}`))).toEqual([]);
  });

  it('the remedy for a wrong 民族 names them all', async () => {
    const [first] = await read(`${header}\n${row({ ethnicity: '火星' })}`);
    for (const one of ['汉', '基诺', '其他']) expect(first?.problems[0]?.remedy.zh).toContain(one);
  });
});

describe('names that look alike', () => {
  it('are one name, and what was changed is shown', async () => {
    const rows = await read(await from('lookalikes.csv'), permits);
    expect(problemsOf(rows)).toEqual([]);
    expect(rows.map(({ fields }) => fields['name'])).toEqual(['高山', '高山', '李明', '李明']);
    expect(rows.map(({ notes }) => notes.map(({ column, code }) => [column, code]))).toEqual([
      [],
      [['姓名', 'NORMALISED']],
      [],
      [['姓名', 'NORMALISED']],
    ]);
    expect(rows[1]?.notes[0]?.message.zh).toContain('⾼ U+2FBC → 高 U+9AD8');
  });

  it.each([
    ['a soft hyphen', '李\u00ad示例', 'U+00AD'],
    ['a Cyrillic letter', '李а示例', 'U+0430'],
  ])('but differ by %s are refused, the character named', async (_, name, character) => {
    const [first] = await read(`${header}\n${row({ name })}`);
    expect(first?.problems).toMatchObject([{ code: 'CHARACTER_REFUSED', column: '姓名' }]);
    expect(first?.problems[0]?.message.zh).toContain(character);
  });
});
