import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeText, detectEncoding } from './encoding.js';
import { UploadRefused } from './errors.js';
import { header, read, row } from './reading.fixture.js';
import { readSeparated } from './separated.js';
import { cellText } from './table.js';

const good = [header, ...Array.from({ length: 6 }, (_, n) => row({}, 11 + 2 * n))];
const bases = [
  Buffer.from(good.join('\n')),
  Buffer.from(`\ufeff${good.join('\r\n')}\r\n`),
  Buffer.from(`\ufeff${good.join('\n').replaceAll(',', '\t')}`, 'utf16le'),
  Buffer.from(
    good
      .map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      )
      .join('\n'),
  ),
];

/** Anywhere in a file alike: fc.double() takes half of its values from next to nothing, which is the header. */
const place = fc.noBias(fc.nat(9999)).map((n) => n / 10_000);

/** What people, editors and cables do to a file. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '"',
      '""',
      ',',
      '\n',
      '\r\n',
      '\r',
      '\t',
      ';',
      "'",
      '\u0000',
      '\ufeff',
      '　',
      '•',
      '\u00ad',
      '⾼',
    ].map((text) => Buffer.from(text)),
  ),
  fc.constantFrom('c0ee', 'ff', '8135f437', 'e4bd', 'fe59').map((hex) => Buffer.from(hex, 'hex')),
  fc.integer({ min: 0, max: 3000 }).map((length) => Buffer.alloc(length, '长')),
  fc.constant(Buffer.from('5.10199E+17')),
);
const edit = fc.record({ at: place, cut: fc.nat(30), piece });
const file = fc.tuple(fc.constantFrom(...bases), fc.array(edit, { maxLength: 4 })).map(([base, edits]) =>
  edits.reduce((bytes, { at, cut, piece: put }) => {
    const place = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + cut)]);
  }, base),
);

it('every row of an edited file is read, or refused, once; a file is refused with a reason, or read', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (bytes) => {
      const read_ = await read(bytes).catch((error: unknown) => {
        if (error instanceof UploadRefused) return undefined;
        throw error;
      });
      if (!read_) return;
      const text = [...readSeparated(decodeText(bytes, detectEncoding(bytes)))];
      const filled = text.filter(({ cells }) => cells.some((cell) => cellText(cell).trim() !== ''));
      expect(read_.map(({ line }) => line)).toEqual(filled.slice(1).map((one) => one.row));
      // A row without problems has all that its type requires: nothing of it was lost on the way.
      for (const { problems, fields } of read_) {
        if (problems.length === 0) expect(Object.keys(fields)).toHaveLength(7);
      }
    }),
  );
});

it('an edit inside one row leaves the rows on other lines as they are', async () => {
  const line = fc.integer({ min: 1, max: 6 });
  const quote = fc.constantFrom('"', '""', ' "', '"x', 'x"');
  await fc.assert(
    fc.asyncProperty(line, quote, place, async (n, put, at) => {
      const whole = good[n] ?? '';
      const place = Math.floor(at * whole.length);
      const spoilt = good.with(n, whole.slice(0, place) + put + whole.slice(place));
      const rows = await read(spoilt.join('\n'));
      expect(rows.map((one) => one.line)).toEqual([2, 3, 4, 5, 6, 7]);
      for (const one of rows) if (one.line !== n + 1) expect(one.problems).toEqual([]);
    }),
  );
});
