import { crc32, deflateSync, inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { imageSize } from '../image/size.js';
import { addPhoto, makeFile, makeObjects, makeParty, signFile } from './handmade.fixture.js';
import type { Photo } from './handmade.fixture.js';
import { readPdf } from './index.js';

const party = await makeParty('示例市民政局');
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
const jpegEntries = '/Width 3/Height 4/ColorSpace/DeviceRGB/Filter/DCTDecode';

async function photoOf(...photos: readonly Photo[]): ReturnType<typeof read> {
  const objects = makeObjects('a.b.c~');
  for (const photo of photos) addPhoto(objects, photo);
  return read(signFile(makeFile(objects), party));
}
const read = async (pdf: Uint8Array) => (await readPdf(pdf)).photo;

describe('the photo of a certificate', () => {
  it('is what the page draws, byte for byte', async () => {
    const photo = await photoOf({ bytes: jpeg, entries: jpegEntries, turn: '60 0 0 -80' });
    expect(photo).toEqual({ mediaType: 'image/jpeg', bytes: jpeg, orientation: 1 });
  });

  it('of a PNG is a whole PNG again', async () => {
    // Two rows of two pixels, each behind its filter type (PNG, third edition, §9.2).
    const rows = Uint8Array.from([0, ...Array<number>(6).fill(9), 0, ...Array<number>(6).fill(7)]);
    const [side, data] = [2, deflateSync(rows)];
    const parameters = `/DecodeParms<</Predictor 15/Colors 3/BitsPerComponent 8/Columns ${side}>>`;
    const entries = `/Width ${side}/Height ${side}/ColorSpace/DeviceRGB/Filter/FlateDecode${parameters}`;
    const photo = await photoOf({ bytes: data, entries, turn: '60 0 0 -80' });
    expect(photo).toMatchObject({ mediaType: 'image/png', orientation: 1 });
    const made = Buffer.from(photo!.bytes);
    expect(imageSize(made)).toEqual({ width: side, height: side });
    expect([made.readUInt32BE(16), made.readUInt32BE(20), made[24], made[25]]).toEqual([side, side, 8, 2]);
    expect(made.readUInt32BE(29)).toBe(crc32(made.subarray(12, 29)));
    const again = made.subarray(41, 41 + made.readUInt32BE(33));
    expect(Uint8Array.from(inflateSync(again))).toEqual(rows);
    expect(made.readUInt32BE(41 + data.length)).toBe(crc32(made.subarray(37, 41 + data.length)));
  });

  it.each([
    [1, '60 0 0 -80'],
    [2, '-60 0 0 -80'],
    [3, '-60 0 0 80'],
    [4, '60 0 0 80'],
    [5, '0 80 -60 0'],
    [6, '0 80 60 0'],
    [7, '0 -80 60 0'],
    [8, '0 -80 -60 0'],
  ])('that was taken in orientation %i is told to be so', async (orientation, turn) => {
    expect(await photoOf({ bytes: jpeg, entries: jpegEntries, turn })).toMatchObject({ orientation });
  });

  it('is not looked for how it is placed through more than a page holds, one stream after the other', async () => {
    const objects = makeObjects('a.b.c~');
    addPhoto(objects, { bytes: jpeg, entries: jpegEntries, turn: '-60 0 0 -80' });
    const placing = objects.get(8)!;
    const packed = deflateSync(new Uint8Array(6 * 1024 * 1024)).toString('latin1');
    const large = `<</Filter/FlateDecode/Length ${packed.length}>>\nstream\n${packed}\nendstream`;
    objects.set(8, large);
    objects.set(objects.size + 1, large);
    objects.set(objects.size + 1, placing);
    expect(await read(signFile(makeFile(objects), party))).toMatchObject({ orientation: 1 });
  });

  it('is not there where the page has none, or more than one picture', async () => {
    const photo = { bytes: jpeg, entries: jpegEntries, turn: '60 0 0 -80' };
    expect(await photoOf()).toBeUndefined();
    expect(await photoOf(photo, photo)).toBeUndefined();
  });
});
