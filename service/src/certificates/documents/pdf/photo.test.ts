import { readFile } from 'node:fs/promises';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isLying, turnOf } from '../drawing/orientation.js';
import { plainPhoto, readPhoto } from './photo.js';

const from = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../intake/cases/${name}`, import.meta.url));

/** A PNG of 2 × 2 pixels (PNG 3rd edition §5) with these rows, each after its filter byte. */
function png(
  depth: number,
  type: number,
  raw: number[],
  more: Record<string, number[]> = {},
  interlace = 0,
): Buffer {
  const chunk = (kind: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, crc]);
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, depth, type, 0, 0, interlace])),
    ...Object.entries(more).map(([kind, body]) => chunk(kind, Buffer.from(body))),
    chunk('IDAT', deflateSync(Buffer.from(raw))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const pixels = (file: Buffer): number[] => [...inflateSync(Buffer.from(readPhoto(file).bytes))];

describe('a PNG', () => {
  it.each([
    ['1 bit', png(1, 0, [0, 0b10000000, 0, 0b01000000]), [0, 255, 0, 0, 0, 255]],
    ['16 bits', png(16, 0, [0, 255, 255, 0, 0, 0, 128, 0, 255, 255]), [0, 255, 0, 0, 128, 255]],
    ['filters', png(16, 0, [1, 255, 255, 0, 0, 2, 0, 0, 0, 0]), [0, 255, 255, 0, 255, 255]],
    ['alpha on white', png(8, 4, [0, 0, 255, 0, 0, 0, 0, 128, 255, 255]), [0, 0, 255, 0, 127, 255]],
    [
      'a palette, one colour of it transparent',
      png(2, 3, [0, 0b00010000, 0, 0b01000000], { PLTE: [255, 0, 0, 0, 0, 255], tRNS: [255, 0] }),
      [0, 255, 0, 0, 255, 255, 255, 0, 255, 255, 255, 255, 0, 0],
    ],
    ['a transparent colour', png(8, 0, [0, 9, 7, 0, 7, 9], { tRNS: [0, 9] }), [0, 255, 7, 0, 7, 255]],
    ['interlacing', png(8, 0, [0, 1, 0, 2, 0, 3, 4], {}, 1), [0, 1, 2, 0, 3, 4]],
  ])('of %s is taken as its pixels look on paper', (_, file, expected) => {
    expect(pixels(file)).toEqual(expected);
  });

  it('of a few kilobytes is not converted where it unpacks to millions of pixels', () => {
    const [width, height] = [2001, 2000];
    const rows = Array.from({ length: height * (1 + Math.ceil(width / 8)) }, () => 0);
    const file = png(1, 3, rows, { PLTE: [255, 255, 255] });
    file.writeUInt32BE(width, 16);
    file.writeUInt32BE(height, 20);
    expect(file.length).toBeLessThan(5000);
    expect(() => readPhoto(file)).toThrow(expect.objectContaining({ code: 'PHOTO_UNSUPPORTED' }) as Error);
  });

  it('keeps no text, and unpacks to no more than it says', () => {
    const file = png(8, 0, [0, 1, 2, 0, 3, 4], { tEXt: [...Buffer.from('Comment\0where')] });
    expect(Buffer.from(readPhoto(file).source).includes('where')).toBe(false);
    expect(() =>
      readPhoto(
        png(
          16,
          0,
          Array.from({ length: 9999 }, () => 0),
        ),
      ),
    ).toThrow(expect.objectContaining({ code: 'PHOTO_UNSUPPORTED' }) as Error);
  });
});

describe('a photo', () => {
  it('from a telephone is drawn upright, and keeps nothing but its pixels', async () => {
    const file = await from('exif6-gps.jpg');
    expect(file.includes('Exif')).toBe(true);
    const { bytes, source, orientation } = readPhoto(file);
    expect(orientation).toBe(6);
    for (const kept of [bytes, source]) expect(Buffer.from(kept).includes('Exif')).toBe(false);
    // What cameras append after the end of the image goes too.
    expect(readPhoto(Buffer.concat([file, Buffer.from('motion')])).bytes).toEqual(bytes);
    expect(readPhoto(bytes)).toMatchObject({ orientation: 1 });
    // What is kept says how it is turned, and not where it was taken.
    const kept = plainPhoto(file);
    expect(readPhoto(kept)).toMatchObject({ orientation: 6, bytes });
    expect(Buffer.from(kept).subarray(0, 4).toString('hex')).toBe('ffd8ffe1');
    expect(kept.length).toBe(bytes.length + 36);
  });

  it('may have fill bytes before its markers', async () => {
    const { width, height } = readPhoto(await from('ff-fill.jpg'));
    expect(width * height).toBeGreaterThan(0);
  });

  it('that breaks off is refused', async () => {
    const file = await from('exif6-gps.jpg');
    for (const length of [3, 40, file.length >> 1, file.length - 2]) {
      expect(() => readPhoto(file.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'PHOTO_UNSUPPORTED' }) as Error,
      );
    }
  });

  it.each([
    [1, [0, 0]],
    [2, [1, 0]],
    [3, [1, 1]],
    [4, [0, 1]],
    [5, [0, 0]],
    [6, [1, 0]],
    [7, [1, 1]],
    [8, [0, 1]],
  ])('of orientation %d has its first pixel in the corner that EXIF says', (orientation, corner) => {
    const [a, b, c, d, e, f] = turnOf(orientation);
    expect([e, f]).toEqual(corner);
    expect(Math.abs(a * d - b * c)).toBe(1);
    expect(a === 0).toBe(isLying(orientation));
  });
});
