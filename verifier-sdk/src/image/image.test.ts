import lodepng from '@cwasm/lodepng';
import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';

import { crc32, deflateSync } from 'node:zlib';

import { concat, utf8 } from '../formats/bytes.js';
import { ImageError, isImage, readQr } from './index.js';
import { imageSize } from './size.js';
import { decodable } from './unpacking.js';

const TEXT = 'https://example.gov.cn/v#01234567890';
const png = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await QRCode.toBuffer(text, { scale: 4 }));

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const [length, check, body] = [new Uint8Array(4), new Uint8Array(4), concat(utf8(type), data)];
  new DataView(length.buffer).setUint32(0, data.length);
  new DataView(check.buffer).setUint32(0, crc32(body));
  return concat(length, body, check);
}

// Made by Pillow 13 from the PNG of the text above.
const JPEG = new Uint8Array(
  Buffer.from(
    [
      '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7',
      'gYKBTmCNl4x9lnN+gXz/wAALCACUAJQBAREA/8QAFwABAQEBAAAAAAAAAAAAAAAAAAUGB//EACwQAAADBQUIAwEAAAAAAAAAAAAR',
      'EgEFBhMUFSRDUWEHFkVlg6PC4jZkkaH/2gAIAQEAAD8A2YAAAAAAAAAAAAAAAAAAAAAAAAAA5lDzgtyovMiSnDUZnqzIWtweZdj2',
      'DcHmXY9g2e8Q6fkIsPOC3Ki8yJKcNRmerMgh5wW5UXmRJThqMz1ZkLW0Lh/U8Q3B5l2PYPnH0aPqLX+ESf6IsPOC3Ki8yJKcNRme',
      'rMhs4ef9uVF2kSU4ijM9GZDGQ84LcqLzIkpw1GZ6syFrcHmXY9g3B5l2PYNnvEOn5DZgADGbPeIdPyGMGz2e8Q6fkGz3iHT8hFiF',
      '/wBuU92kSVYijMtGZDZw8/7cqLtIkpxFGZ6MyCHnBYdReZ85OGkiPVuYjb/ct7/qHwf71Z00I/TNX8D4P96s6aEfpmr+CzDzgsOo',
      'vM+cnDSRHq3MRtnvEOn5DGDZ7PeIdPyDZ7xDp+Q2YAAxmz3iHT8g3B5l2PYWYecFh1F5nzk4aSI9W5iNs94h0/INoXD+p4htC4f1',
      'PERYef8AYdRdp85OIkiPRuYtfB/vVnTQj9M1fwYwB0yHn/blRdpElOIozPRmQjbPeIdPyDcHmXY9hZh5wWHUXmfOThpIj1bmI2z3',
      'iHT8hswABjNweZdj2DcHmXY9g3B5l2PYWYecFh1F5nzk4aSI9W5iNs94h0/IPg/3qzpoR+mav4Gz3iHT8g+D/erOmhH6Zq/giw8/',
      '7DqLtPnJxEkR6NzFr4P96s6aEfpmr+Bs94h0/INweZdj2DcHmXY9g3B5l2PYWYecFh1F5nzk4aSI9W5i0AAMZ8H+9WdNCP0zV/A3',
      'B5l2PYPnH0aPqLX+ESf6IsQuCw6e8z5ysNJEWrcx00Yz5x9Gj6i1/hEn+htC4f1PERYhf9uU92kSVYijMtGZDZxC4Lcp7zIkqw1G',
      'ZasyGMiF/wBuU92kSVYijMtGZDZw8/7cqLtIkpxFGZ6MyGMh5/2HUXafOTiJIj0bmLXzj6NH1Fr/AAiT/RZiFwW5T3mRJVhqMy1Z',
      'kI2z3iHT8hswABjNnvEOn5CzDz/tyou0iSnEUZnozIYyIX/blPdpElWIozLRmQ2cPOCw6i8z5ycNJEercxjIhcFh095nzlYaSItW',
      '5i1uDzLsewsxC4Lcp7zIkqw1GZasyFoYzZ7xDp+Qsw8/7cqLtIkpxFGZ6MyEbZ7xDp+Qb/ct7/qLMPP+3Ki7SJKcRRmejMhG3B5l',
      '2PYWYef9uVF2kSU4ijM9GZC0AAMZ84+jR9Ra/wAIk/0YwBs/g/3qzpoR+mav4LMPOCw6i8z5ycNJEercxzMdMh5/25UXaRJTiKMz',
      '0ZkMZDzgtyovMiSnDUZnqzIWt/uW9/1GMHTIef8AblRdpElOIozPRmQQ8/7cqLtIkpxFGZ6MyCIXBblPeZElWGozLVmQxkPP+w6i',
      '7T5ycRJEejcxs4ef9uVF2kSU4ijM9GZC0AAIsPP+3Ki7SJKcRRmejMhjIhf9uU92kSVYijMtGZBEL/tynu0iSrEUZlozIbOHnBYd',
      'ReZ85OGkiPVuYQ84LDqLzPnJw0kR6tzCIXBblPeZElWGozLVmQjbg8y7HsHzj6NH1Fr/AAiT/Q2e8Q6fkIsQv+3Ke7SJKsRRmWjM',
      'giF/25T3aRJViKMy0ZkNnELgtynvMiSrDUZlqzIIef8AblRdpElOIozPRmQxkQuCw6e8z5ysNJEWrcxs4ecFh1F5nzk4aSI9W5i0',
      'AAIsQuC3Ke8yJKsNRmWrMhjIhf8AblPdpElWIozLRmQRC/7cp7tIkqxFGZaMyFr4P96s6aEfpmr+BuDzLsewsxC4Lcp7zIkqw1GZ',
      'asyFocyh5wW5UXmRJThqMz1ZkLW/3Le/6jZjGfOPo0fUWv8ACJP9DaFw/qeIixC4LDp7zPnKw0kRatzCIX/blPdpElWIozLRmQ6a',
      'AAAiw84LDqLzPnJw0kR6tzHMx0yHnBYdReZ85OGkiPVuYQ84LDqLzPnJw0kR6tzGMh5/2HUXafOTiJIj0bmLW0Lh/U8RFiFwWHT3',
      'mfOVhpIi1bmEPOC3Ki8yJKcNRmerMhs4hf8AYdPdp85WIkiLRuYRC/7Dp7tPnKxEkRaNzEb4P96s6aEfpmr+CzEL/sOnu0+crESR',
      'Fo3MRtnvEOn5Bs94h0/IbMAABFiFwW5T3mRJVhqMy1ZkLQCLDzgsOovM+cnDSRHq3MRt/uW9/wBRZiFwW5T3mRJVhqMy1ZkI24PM',
      'ux7B8H+9WdNCP0zV/BFh5/2HUXafOTiJIj0bmNnDz/tyou0iSnEUZnozIYyHnBblReZElOGozPVmQtbg8y7HsMYLMPP+w6i7T5yc',
      'RJEejcxs4ef9uVF2kSU4ijM9GZC0AAOZQ84LcqLzIkpw1GZ6syFrcHmXY9g3B5l2PYNnvEOn5CLDz/sOou0+cnESRHo3MWvg/wB6',
      's6aEfpmr+CzEL/sOnu0+crESRFo3MYyHn/YdRdp85OIkiPRuYQ84LcqLzIkpw1GZ6syFrcHmXY9g2e8Q6fkLMPOCw6i8z5ycNJEe',
      'rcxzMbPaFw/qeIsw8/7cqLtIkpxFGZ6MyFoAAYzZ7xDp+Qxg2ez3iHT8g2e8Q6fkLMPP+3Ki7SJKcRRmejMhjIecFuVF5kSU4ajM',
      '9WZC18H+9WdNCP0zV/BZiF/2HT3afOViJIi0bmI2/wBy3v8AqG/3Le/6huDzLsewbg8y7HsIsPP+w6i7T5ycRJEejcwiFwWHT3mf',
      'OVhpIi1bmNnDzgsOovM+cnDSRHq3MWgABjNnvEOn5BuDzLsewsw84LDqLzPnJw0kR6tzEbZ7xDp+QixC4LDp7zPnKw0kRatzGzh5',
      'wWHUXmfOThpIj1bmEPOCw6i8z5ycNJEercwh5wWHUXmfOThpIj1bmI24PMux7Bs94h0/IWYef9uVF2kSU4ijM9GZDGRC/wC3Ke7S',
      'JKsRRmWjMha3+5b3/UPg/wB6s6aEfpmr+CzDzgsOovM+cnDSRHq3MWgABjNweZdj2DcHmXY9g3B5l2PYWYecFh1F5nzk4aSI9W5h',
      'DzgsOovM+cnDSRHq3MRtweZdj2FmIXBblPeZElWGozLVmQRC4Lcp7zIkqw1GZasyFoYzcHmXY9hZh5wWHUXmfOThpIj1bmEPOCw6',
      'i8z5ycNJEercxaEWIXBblPeZElWGozLVmQtAAAAAAAAAAAAAAAAAAAAAAAAAAAP/2Q==',
    ].join(''),
    'base64',
  ),
);

// Made by Pillow 12 from the same PNG: a lossless WebP, and a GIF.
const WEBP = new Uint8Array(
  Buffer.from(
    [
      'UklGRhwBAABXRUJQVlA4TBABAAAvboAbAA8w//M///MfeIDbAE+dyZELOljAEmu4Y6X/FshjAVgpHWtEYoGkcxHl605y7lFH9H8C',
      '8P3lX5OIIoUPFSLzaih19Db0gR/rfFsbGo83xKN8pLxjFo30CpRZ9on0gVsiqkPrUCI3AC3bJAbAq3E4c/+SMot5LbddI5ysK9wa',
      'QqTeYGC4jX250YauMK+FqHI5GcsBr8b7xRpJHzYv5FDzvuV++TXegVJ5bxlei4Qo5USfxA28Xyjxti9ya6w10wlrww2MJGGWvvkt',
      'd3kyVRAdbgDSjemwROaViOookTQKvBpKlLDCkpgb68MG0MpvqKNPhCR4QTw0HriGuaHMNzCUBF6JqHK/WJ/s9v1/DQ==',
    ].join(''),
    'base64',
  ),
);
const GIF = new Uint8Array(
  Buffer.from(
    [
      'R0lGODdhbwBvAIEAAAAAAP///wAAAAAAACwAAAAAbwBvAEAI/wADCBxIsKDBgwgTKlzIsKHDhxAjSpxIseJAABgfYgRwMaPAjQZB',
      'FhQZgKRJjw1JVjy5sWVHjiNRtpRJc+bMkDVtvrT40aZPnzt7wixZMyjRoSx/Kh3K8yhOpkKfPtUZE6hQqgdV8lz60yjWl1qPhk34',
      'tenCpEWrYi3rNKpbgkrNqu36VmNOlEa90pVbF+HYuVbbZuUal+9Vwjff/hWMOK1Yx03RulQMmTJihmvxbm2cGWlixpofTxZMNrTh',
      '06hTq17NWi7nzoVFSw77+vPKu6Nph17MUq/nwIvtQlWo+zfsxnnPmo4oGaztqr6jQ58uOvJyuJ8JJydNHfNzi7Oz7//eGx749djW',
      'fzs3Xrm6w/Lbb7PP3Z6z9+HSWzP/Xnpp/MP+bTZfb37tJZF9AAb3Hm4EyuYYfMoN16B+FFZo4YUYZqjhhhx26OGHqNVGX4AODjie',
      'iPjtZ6J63fWFHYugrfgfRBDGyNZ6+fnWWXrrTWhZg9pRF5uCKaEII5APJonih8U1Kd5oHDaX4HlK5uiilOBdh+OUI0pVYIqDQSmg',
      'jlSC2V9+6LWY5WtkSvjdjV8SyReWTo5YnJUl8silnBG2ydadpyFpZ338fdlje/IdeuSJQRJX5oxzFvqioIDGuCV3hhGpKVczGmkm',
      'RZ7i6Sd5uEGqonCXlsdbmVgmymWnBqr/2GiaE9Voq5JwvuglpgdqqSafji5KIrD3idgmnkP6yiuIzDbr7LPQRivttNRWa+212Gar',
      '7bbMhrong+C6ueSYCwq7K5qIGkpukeb+WqWLZ66brLjnCvlunvCe+uqPku54ZbimsqvoqGD6i+mtnwq878Gl8hsYwQHfh6q95rGZ',
      'b5h6KqzrwsZeXG+tRqLbrqXfkhgloygPmrC1dU71JLGq0RnrxiTXvF2r6958osti4uvzx67SrLO4f5L6sJq9JnxcxUB7DFikwq66',
      'MsUQq7vmsVZPXDOtEZeLoI0p8ywczBrPmjKlnF7Mtb4l+uizqk/2l2vGBg8M4K5ur01juGTju833zkiD+vfUwRJcadd7R90wwz3H',
      '+7ay8s2b9KVD252a2YRjLbTDfVst+b+X9ek55AJu2uXdVDuMeOTKGlz0yHUH2vrsw7JaG7RzAxb7pGl3mDvvTMfZO+sW20wx5qmS',
      'rrHEqIN99ObAUy444TKvKLXciwf9eZi/Y1/785NzfK/hkiafueiPj0x+4087nbjlCFddeOpXl9v0+5zH7Zryh0+//uoR6pjzkGU0',
      '5nHrgAhMoAIXyMAGOhBEAQEAOw==',
    ].join(''),
    'base64',
  ),
);

/** A BMP of one bit a pixel, rows from the top, with the code in the middle of a white photo of that size. */
function bmp(width: number, height: number, scale: number): Uint8Array {
  const stride = Math.ceil(width / 32) * 4;
  const file = Buffer.alloc(62 + stride * height, 0xff);
  file.fill(0, 0, 62);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(62, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(-height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(1, 28);
  file.writeUInt32LE(0xffffff, 58);
  const { modules } = QRCode.create(TEXT, {});
  const [left, top] = [width, height].map((side) => Math.floor((side - modules.size * scale) / 2));
  for (let y = 0; y < modules.size * scale; y += 1) {
    for (let x = 0; x < modules.size * scale; x += 1) {
      if (!modules.get(Math.floor(y / scale), Math.floor(x / scale))) continue;
      const at = 62 + (top! + y) * stride + ((left! + x) >> 3);
      file[at] = file[at]! & ~(0x80 >> ((left! + x) & 7));
    }
  }
  return new Uint8Array(file);
}

async function code(
  image: Parameters<typeof readQr>[0],
  options?: Parameters<typeof readQr>[1],
): Promise<string> {
  const error: unknown = await readQr(image, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ImageError);
  return (error as ImageError).code;
}

describe('a QR code in a picture', () => {
  it('is read from PNG, JPEG and pixels', async () => {
    expect(await readQr(await png(TEXT))).toEqual([TEXT]);
    expect(await readQr(JPEG)).toEqual([TEXT]);
    const { modules } = QRCode.create(TEXT, {});
    const [scale, margin] = [3, 4];
    const size = (modules.size + 2 * margin) * scale;
    const data = new Uint8ClampedArray(size * size * 4).fill(255);
    for (let i = 0; i < size * size; i += 1) {
      const [x, y] = [i % size, Math.floor(i / size)].map((at) => Math.floor(at / scale) - margin);
      const inside = x! >= 0 && y! >= 0 && x! < modules.size && y! < modules.size;
      if (inside && modules.get(y!, x!)) data.fill(0, i * 4, i * 4 + 3);
    }
    expect(await readQr({ data, width: size, height: size })).toEqual([TEXT]);
  });

  it('is read from WebP, GIF and BMP, and from a photo of 48 megapixels', async () => {
    expect(await readQr(WEBP)).toEqual([TEXT]);
    expect(await readQr(GIF)).toEqual([TEXT]);
    expect(await readQr(bmp(400, 300, 6))).toEqual([TEXT]);
    expect(await readQr(bmp(8064, 6048, 12))).toEqual([TEXT]);
  });

  it('is read from a picture full of noise by looking again, which a camera leaves to its next frame', async () => {
    const { modules } = QRCode.create(TEXT, {});
    const [scale, margin] = [6, 4];
    const size = (modules.size + 2 * margin) * scale;
    const data = new Uint8ClampedArray(size * size * 4).fill(255);
    let state = 1;
    // A linear congruential generator (Numerical Recipes): the same noise everywhere.
    const noise = (): number =>
      ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5) * 2;
    for (let i = 0; i < size * size; i += 1) {
      const [x, y] = [i % size, Math.floor(i / size)].map((at) => Math.floor(at / scale) - margin);
      const inside = x! >= 0 && y! >= 0 && x! < modules.size && y! < modules.size;
      const value = (inside && modules.get(y!, x!) ? 80 : 175) + noise() * 120;
      data.fill(value, i * 4, i * 4 + 3);
    }
    const pixels = { data, width: size, height: size };
    expect(await readQr(pixels, { once: true })).toEqual([]);
    expect(await readQr(pixels)).toEqual([TEXT]);
    // A file is unpacked for that first.
    const file = lodepng.encode(pixels);
    expect(await readQr(file, { once: true })).toEqual([]);
    expect(await readQr(file)).toEqual([TEXT]);
  });

  it('is not there in a picture without one', async () => {
    const data = new Uint8ClampedArray(100 * 100 * 4).fill(255);
    expect(await readQr({ data, width: 100, height: 100 })).toEqual([]);
  });
});

describe('a picture that is refused', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['text', new Uint8Array(Buffer.from('%PDF-1.7'))],
    ['a PNG’s first bytes', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['a BMP that says nothing but its name', Uint8Array.from(Buffer.from('BM'.padEnd(14, '\0') + '('))],
    ['a WebP of another kind', Uint8Array.from(Buffer.from(`RIFF\0\0\0\0WEBPABCD${' '.repeat(20)}`))],
    ['a WebP that is damaged', WEBP.subarray(0, 100)],
    ['a JPEG without a frame', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9, 0, 2, 0, 0, 0, 0, 0, 0)],
    ['a JPEG whose markers never end', new Uint8Array(100_000).fill(0xff).fill(0xd8, 1, 2)],
  ])('because it is %s', async (_, bytes) => {
    expect(await code(bytes)).toBe('IMAGE_REFUSED');
  });

  it('says of its size what its header does, in each format', () => {
    expect(imageSize(WEBP)).toEqual(imageSize(GIF));
    expect(imageSize(bmp(400, 300, 6))).toEqual({ width: 400, height: 300 });
  });

  it('because it would unpack to too many pixels', async () => {
    const bomb = (await png(TEXT)).slice();
    new DataView(bomb.buffer).setUint32(16, 100_000);
    new DataView(bomb.buffer).setUint32(20, 100_000);
    expect(imageSize(bomb)).toEqual({ width: 100_000, height: 100_000 });
    expect(await code(bomb)).toBe('IMAGE_REFUSED');
    expect(await code(JPEG, { maxPixels: 100 })).toBe('IMAGE_REFUSED');
    expect(await code(JPEG, { maxBytes: 100 })).toBe('IMAGE_REFUSED');
    await expect(readQr(bomb)).rejects.toMatchObject({ tooLarge: true });
    await expect(readQr(new Uint8Array())).rejects.toMatchObject({ tooLarge: false });
  });

  it('because its data inflate to more than its pixels', async () => {
    const whole = await png(TEXT);
    const { width, height } = imageSize(whole);
    const ihdr = pngChunk('IHDR', whole.subarray(16, 29));
    const of = (data: Uint8Array): Uint8Array =>
      concat(whole.subarray(0, 8), ihdr, pngChunk('IDAT', data), pngChunk('IEND', new Uint8Array()));
    // RGBA of eight bits, and one byte a row.
    const all = (width * 4 + 1) * height;
    expect(await readQr(of(deflateSync(new Uint8Array(all))))).toEqual([]);
    expect(await code(of(deflateSync(new Uint8Array(2 * all))))).toBe('IMAGE_REFUSED');
    // What its pixels do not need is inflated by nobody.
    const text = pngChunk('zTXt', concat(utf8('Comment\0\0'), deflateSync(new Uint8Array(1024))));
    const commented = concat(whole.subarray(0, 33), text, whole.subarray(33));
    expect(await decodable(commented, 'png')).toEqual(await decodable(whole, 'png'));
    expect(await readQr(commented)).toEqual([TEXT]);
  });

  it('because it is a JPEG of more scans than any encoder writes', async () => {
    const at = Buffer.from(JPEG).indexOf(Uint8Array.of(0xff, 0xda));
    const scans = (count: number): Uint8Array =>
      concat(
        JPEG.subarray(0, at),
        ...Array<Uint8Array>(count).fill(JPEG.subarray(at, -2)),
        JPEG.subarray(-2),
      );
    expect(await readQr(scans(1))).toEqual([TEXT]);
    expect(await code(scans(101))).toBe('IMAGE_REFUSED');
  });

  it('because its pixels are not what it says', async () => {
    expect(await code({ data: new Uint8ClampedArray(4), width: 2, height: 2 })).toBe('IMAGE_REFUSED');
    expect(await code({ data: new Uint8ClampedArray(), width: 0, height: 0 })).toBe('IMAGE_REFUSED');
  });

  it('or read as if empty, wherever it is cut or changed', async () => {
    const whole = await png(TEXT);
    for (const image of [whole, JPEG, WEBP, GIF]) {
      expect(isImage(image)).toBe(true);
      for (let at = 0; at < image.length; at += 23) {
        const changed = image.slice();
        changed[at] = changed[at]! ^ 0xff;
        for (const bytes of [changed, image.subarray(0, at)]) {
          const found: unknown = await readQr(bytes).catch((reason: unknown) => reason);
          if (!Array.isArray(found)) expect(found).toBeInstanceOf(ImageError);
        }
      }
    }
  });
});
