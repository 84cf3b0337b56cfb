import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isLying, turnOf } from '../drawing/orientation.js';
import { readPhoto } from './photo.js';

const from = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../intake/cases/${name}`, import.meta.url));

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
