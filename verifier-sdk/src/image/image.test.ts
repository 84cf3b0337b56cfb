import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';

import { ImageError, isImage, readQr } from './index.js';
import { imageSize } from './size.js';

const TEXT = 'https://example.gov.cn/v#01234567890';
const png = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await QRCode.toBuffer(text, { scale: 4 }));

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
    ['a JPEG without a frame', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9, 0, 2, 0, 0, 0, 0, 0, 0)],
    ['a JPEG whose markers never end', new Uint8Array(100_000).fill(0xff).fill(0xd8, 1, 2)],
  ])('because it is %s', async (_, bytes) => {
    expect(await code(bytes)).toBe('IMAGE_REFUSED');
  });

  it('because it would unpack to too many pixels', async () => {
    const bomb = (await png(TEXT)).slice();
    new DataView(bomb.buffer).setUint32(16, 100_000);
    new DataView(bomb.buffer).setUint32(20, 100_000);
    expect(imageSize(bomb)).toEqual({ width: 100_000, height: 100_000 });
    expect(await code(bomb)).toBe('IMAGE_REFUSED');
    expect(await code(JPEG, { maxPixels: 100 })).toBe('IMAGE_REFUSED');
    expect(await code(JPEG, { maxBytes: 100 })).toBe('IMAGE_REFUSED');
  });

  it('because its pixels are not what it says', async () => {
    expect(await code({ data: new Uint8ClampedArray(4), width: 2, height: 2 })).toBe('IMAGE_REFUSED');
    expect(await code({ data: new Uint8ClampedArray(), width: 0, height: 0 })).toBe('IMAGE_REFUSED');
  });

  it('or read as if empty, wherever it is cut or changed', async () => {
    const whole = await png(TEXT);
    for (const image of [whole, JPEG]) {
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
