import { describe, expect, it } from 'vitest';
import { header, idNumber, problemsOf, read, refusal, refused, row } from './reading.fixture.js';
import { defaultLimits } from './index.js';
import { zip } from './zip.fixture.js';
import type { Part } from './zip.fixture.js';

const good =
  '欧阳·阿卜杜拉,男,汉族,1990/1/1,浙江省示例市,330199199001010112,示例市公安局,2026-01-01,2036-01-01';

describe('a CSV', () => {
  it('is read with Chinese headers, values brought into form', async () => {
    const [first] = await read(
      `${header}\n${row({ ethnicity: '汉族', birth: '1990年1月1日', name: '阿卜杜拉•示例' })}\n`,
    );
    expect(first?.problems).toEqual([]);
    expect(first?.fields).toMatchObject({ name: '阿卜杜拉·示例', ethnicity: '汉', birthDate: '1990-01-01' });
    expect(first).toMatchObject({ line: 2, validFrom: '2026-01-01', validUntil: '2036-01-01' });
  });

  it('is read with keys as headers, in any order', async () => {
    const keys = 'validUntil,validFrom,idNumber,name,sex,ethnicity,birthDate,address,authority';
    const [first] = await read(
      `${keys}\n长期,20260101,${idNumber('33019919900101012')},张三,女,白,1990-01-01,x,y`,
    );
    expect(first?.problems).toEqual([]);
    expect(first?.validUntil).toBeNull();
  });

  // Bytes of “姓名” and “李”: GB 18030 by Unicode's mapping, as Excel for Chinese Windows writes them.
  it('is read in GB 18030, in UTF-8, and in UTF-8 with BOM', async () => {
    const gb = Buffer.concat([
      Buffer.from('d0d5c3fb2c7365782c657468', 'hex'),
      Buffer.from('nicity,birthDate,address,idNumber,authority,validFrom\n'),
      Buffer.from('c0ee2cc4d02cbaba', 'hex'),
      Buffer.from(`,1990-01-01,x,${idNumber('33019919900101011')},y,2026-01-01\n`),
    ]);
    expect((await read(gb))[0]).toMatchObject({
      fields: { name: '李', sex: '男', ethnicity: '汉' },
      problems: [],
    });
    expect(problemsOf(await read(`\ufeff${header}\n${row()}`))).toEqual([]);
    expect(problemsOf(await read(`${header}\n${row()}`))).toEqual([]);
  });

  it('is refused when it is neither, or a mixture', async () => {
    expect(await refusal(Buffer.from([0xff, 0xfe, 0x41]))).toBe('UPLOAD_ENCODING');
    expect(await refusal(Buffer.from([0xff, 0xfe, 0x00, 0xd8]))).toBe('UPLOAD_ENCODING');
    expect(await refusal(Buffer.concat([Buffer.from(`${header}\n`), Buffer.from('c0ee2cff', 'hex')]))).toBe(
      'UPLOAD_ENCODING',
    );
    expect(await refusal(Buffer.concat([Buffer.from('\ufeff'), Buffer.from('c0ee', 'hex')]))).toBe(
      'UPLOAD_ENCODING',
    );
  });

  it('is refused when empty, too large, too long, or with wrong columns', async () => {
    expect(await refusal('')).toBe('UPLOAD_EMPTY');
    expect(await refusal(header)).toBe('UPLOAD_EMPTY');
    expect(await refusal(`${header}\n${row()}`, { ...defaultLimits, csvBytes: 50 })).toBe('UPLOAD_TOO_LARGE');
    expect(await refusal(`${header}\n${row()}\n${row({}, 13)}`, { ...defaultLimits, rows: 1 })).toBe(
      'UPLOAD_TOO_MANY_ROWS',
    );
    expect(await refusal(`${header}\n${row()}${'\n'.repeat(21)}`, { ...defaultLimits, rows: 1 })).toBe(
      'UPLOAD_TOO_MANY_ROWS',
    );
    expect(await refusal(`${header},绰号\n`)).toBe('UPLOAD_COLUMNS');
    expect(await refusal(`${header},姓名\n`)).toBe('UPLOAD_COLUMNS');
    expect(await refusal(header.replace('住址,', ''))).toBe('UPLOAD_COLUMNS');
  });
});

it('of too many rows none is read', async () => {
  const told: unknown[] = [];
  const onColumns = (columns: unknown): void => void told.push(columns);
  const tooLong = `${header}\n\n${row()}\n${row({}, 13)}\n`;
  for (const [rows, code, times] of [
    [1, 'UPLOAD_TOO_MANY_ROWS', 0],
    [2, undefined, 1],
  ] as const) {
    const found = await refused(tooLong, { limits: { ...defaultLimits, rows }, onColumns });
    expect([found?.code, told.length]).toEqual([code, times]);
  }
});

describe('a wrong row', () => {
  it.each([
    ['an empty name', { name: '' }, '姓名', 'REQUIRED'],
    ['a wrong check digit', { number: '330199199001010110' }, '公民身份号码', 'ID_NUMBER_WRONG'],
    ['a day that does not exist', { birth: '1990-02-30' }, '出生日期', 'DATE_WRONG'],
    ['a birth date unlike the number’s', { birth: '1990-01-02' }, '出生日期', 'DISAGREES'],
    ['a sex unlike the number’s', { sex: '女' }, '性别', 'DISAGREES'],
    ['an unknown ethnicity', { ethnicity: '火星' }, '民族', 'NOT_IN_LIST'],
    ['validity that ends before it begins', { until: '2025-12-31' }, '有效期截止', 'VALIDITY_ORDER'],
    ['a missing begin', { from: '' }, '有效期起始', 'REQUIRED'],
    ['a hidden character', { name: '李\u202e示例' }, '姓名', 'CHARACTER_REFUSED'],
    ['a character of the private use area', { name: '李\ue000' }, '姓名', 'CHARACTER_REFUSED'],
    ['the trace of a wrong conversion', { name: '李\ufffd' }, '姓名', 'CHARACTER_REFUSED'],
    ['too long an address', { address: '长'.repeat(201) }, '住址', 'TOO_LONG'],
    ['a character without a glyph', { name: '李𰻝' }, '姓名', 'NO_GLYPH'],
  ])('with %s is named by row, column and code; its neighbours are not', async (_, changes, column, code) => {
    const rows = await read(`${header}\n${row({}, 13)}\n${row(changes)}\n${row({}, 15)}`, { missing: '𰻝' });
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4]);
    const found = rows.flatMap(({ line, problems }) =>
      problems.map((p) => ({ line, column: p.column, code: p.code })),
    );
    expect(found).toEqual([{ line: 3, column, code }]);
    const [problem] = rows[1]?.problems ?? [];
    expect(problem?.message.zh).toMatch(/\p{Script=Han}/u);
    expect(problem?.remedy.en).not.toBe('');
  });

  it('shows its value only masked', async () => {
    const rows = await read(`${header}\n${row({ number: '330199199001010110', name: '李\u202e示例' })}`);
    const said = JSON.stringify(rows[0]?.problems);
    expect(said).not.toContain('330199199001010110');
    expect(said).not.toContain('示例');
    expect(said).toContain('330***********0110');
  });

  it('that repeats another is named with that row', async () => {
    const rows = await read(`${header}\n${row()}\n${row({ name: '别名' })}`);
    expect(problemsOf(rows)).toEqual([
      [3, '公民身份号码', 'DUPLICATE_IN_FILE', '330***********011' + idNumber('33019919900101011').slice(-1)],
    ]);
  });

  it('with broken quotes or cells does not take the rest with it', async () => {
    const rows = await read(
      `${header}\n李"示,男\n${row()}\n一,二\n${row({ address: '"浙江\n示例"' }, 13)}\n${row({}, 15)}`,
    );
    expect(problemsOf(rows).map((p) => (p as unknown[])[2])).toContain('CELLS_WRONG');
    expect(rows.filter(({ problems }) => problems.length === 0).map(({ line }) => line)).toEqual([3, 6]);
  });

  it('knows the one row that is right', async () => {
    expect(problemsOf(await read(`${header}\n${good}`))).toEqual([
      [2, '公民身份号码', 'ID_NUMBER_WRONG', '330***********0112'],
    ]);
  });
});

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const table = (photo: string): Buffer => Buffer.from(`${header},照片\n${row()},${photo}\n`);

describe('a ZIP', () => {
  it('brings photos, found by name whatever the folder', async () => {
    const [first] = await read(
      zip([
        { name: '表/a.csv', body: table('李.jpg') },
        { name: '照片/李.jpg', body: jpeg },
      ]),
    );
    expect(first?.problems).toEqual([]);
    expect(Buffer.from(first?.photo?.bytes ?? [])).toEqual(jpeg);
    expect(first?.fields).not.toHaveProperty('photo');
  });

  it('has a photo that many rows name read once, whether or not it can be used', async () => {
    const named = ['李.jpg', '照片/李.JPG', '李.jpg', '坏.jpg', '坏.jpg'];
    const rows = named.map((name, n) => `${row({}, 2 * n + 1)},${name}`);
    let readings = 0;
    const found = await read(
      zip([
        { name: 'a.csv', body: Buffer.from([`${header},照片`, ...rows].join('\n')) },
        { name: '李.jpg', body: jpeg },
        { name: '坏.jpg', body: Buffer.from([...jpeg, 0]) },
      ]),
      { onPhoto: () => (readings += 1) },
    );
    expect(found.map(({ photo, problems }) => [photo?.mediaType, problems[0]?.code])).toEqual([
      ...Array.from({ length: 3 }, () => ['image/jpeg', undefined]),
      ...Array.from({ length: 2 }, () => [undefined, 'PHOTO_REFUSED']),
    ]);
    expect(readings).toBe(2);
  });

  it('may have been packed on Windows, names in GBK', async () => {
    const name = Buffer.concat([Buffer.from('c0ee', 'hex'), Buffer.from('.jpg')]);
    const [first] = await read(
      zip([
        { name: 'a.csv', body: table('李.jpg') },
        { name, body: jpeg, flags: 0 },
      ]),
    );
    expect(first?.photo?.mediaType).toBe('image/jpeg');
  });

  it('is told of a photo that is missing, no picture, or too large', async () => {
    const codes = async (body: Buffer, name = '李.jpg'): Promise<unknown> =>
      (
        await read(
          zip([
            { name: 'a.csv', body: table('李.jpg') },
            { name, body },
          ]),
        )
      )[0]?.problems.map(({ code }) => code);
    expect(await codes(jpeg, '王.jpg')).toEqual(['PHOTO_MISSING']);
    expect(await codes(Buffer.from('GIF89a'))).toEqual(['PHOTO_REFUSED']);
    expect(await codes(Buffer.concat([jpeg, Buffer.of(0)]))).toEqual(['PHOTO_REFUSED']);
    const large = Buffer.from(Array.from({ length: (1 << 20) + 1 }, (_x, i) => (i * 7919) >> 5));
    expect(await codes(Buffer.concat([jpeg, large]))).toEqual(['PHOTO_REFUSED']);
    expect((await read(`${header},照片\n${row()},李.jpg`))[0]?.problems[0]?.code).toBe('PHOTO_MISSING');
  });

  it.each([
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic'), /HEIC.*另存为 JPEG 或 PNG/],
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), /WebP.*另存为 JPEG 或 PNG/],
    ['neither JPEG nor PNG', Buffer.from('GIF89a'), /既不是 JPEG 也不是 PNG/],
    ['a JPEG that breaks off', Buffer.concat([jpeg, Buffer.of(0)]), /不完整/],
  ])('says of a photo that it is %s, and what to do', async (_, body, says) => {
    const [first] = await read(
      zip([
        { name: 'a.csv', body: table('李.jpg') },
        { name: '李.jpg', body },
      ]),
    );
    expect(JSON.stringify(first?.problems)).toMatch(says);
  });

  it.each([
    ['no CSV', [{ name: 'a.jpg', body: jpeg }]],
    [
      'two CSVs',
      [
        { name: 'a.csv', body: table('') },
        { name: 'b.csv', body: table('') },
      ],
    ],
    ['a path that leaves it', [{ name: '../a.csv', body: table('') }]],
    ['an absolute path', [{ name: '/etc/a.csv', body: table('') }]],
    [
      'a bomb',
      [
        { name: 'a.csv', body: table('') },
        { name: 'b.jpg', body: Buffer.alloc(1 << 20) },
      ],
    ],
    [
      'a name twice',
      [
        { name: 'a.csv', body: table('') },
        { name: 'x/1.jpg', body: jpeg },
        { name: '1.JPG', body: jpeg },
      ],
    ],
    ['a size that lies', [{ name: 'a.csv', body: table(''), claimed: 10 }]],
  ] as [string, Part[]][])('with %s is refused', async (_, parts) => {
    expect(await refusal(zip(parts))).toBe('UPLOAD_ZIP');
  });

  it('that is cut short is refused', async () => {
    expect(await refusal(zip([{ name: 'a.csv', body: table('') }]).subarray(0, -30))).toBe('UPLOAD_ZIP');
  });
});

describe('another type', () => {
  it('reads numbers as numbers and times to the minute', async () => {
    const columns =
      'name,sex,bornAt,gestationWeeks,weightGrams,lengthCm,birthplace,motherName,motherIdNumber,motherEthnicity,motherAddress,institution,certificateNumber,validFrom';
    const values = `李新,男,2026年1月2日 8时05分,39,3250,50.5,示例医院,张三,${idNumber('33019919900101012')},汉,x,示例医院,A330000001,2026-01-02`;
    const [first] = await read(`${columns}\n${values}`, { slug: 'birth-certificate' });
    expect(first?.problems).toEqual([]);
    expect(first?.fields).toMatchObject({ bornAt: '2026-01-02T08:05', gestationWeeks: 39, lengthCm: 50.5 });
    const [wrong] = await read(`${columns}\n${values.replace(',39,', ',三十九,').replace('3250', '99')}`, {
      slug: 'birth-certificate',
    });
    expect(wrong?.problems.map(({ field, code }) => [field, code])).toEqual([
      ['gestationWeeks', 'NOT_A_NUMBER'],
      ['weightGrams', 'OUT_OF_RANGE'],
    ]);
  });
});
