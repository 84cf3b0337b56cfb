import { text } from './code-entry.js';
import type { CodeEntry } from './code-entry.js';

/** Why something could not be read, which is no forgery, and what to do. */
export const readingCodes = {
  READ_AGAIN: {
    kind: 'indeterminate',
    zh: text(
      '没有读完整',
      '二维码的内容被截断、读错，或与另一个连在了一起。',
      '请重新扫一次；仍不行，请换扫码枪、相机或PDF原件。',
    ),
    en: text(
      'Not read whole',
      'The code’s content was cut short, misread, or run together with another one.',
      'Scan it again; if that does not help, use another reader, a camera or the PDF itself.',
    ),
  },
  NO_QR_CODE: {
    kind: 'indeterminate',
    zh: text(
      '图片里没有认出二维码',
      '图片里没有二维码，或拍得太小、太斜、太暗、不清楚。',
      '请对准二维码，拍满画面、拍清楚再试，或用PDF原件。',
    ),
    en: text(
      'No QR code found in the picture',
      'The picture shows none, or shows it too small, slanted, dark or blurred.',
      'Take it again, sharply and with the code filling the picture, or use the PDF itself.',
    ),
  },
  PICTURE_UNREADABLE: {
    kind: 'indeterminate',
    zh: text(
      '图片打不开',
      '图片已损坏，或不是能读的格式。',
      '请改用JPEG、PNG、WebP、GIF或BMP图片，或用PDF原件。',
    ),
    en: text(
      'Picture cannot be read',
      'The picture is damaged, or of a format that is not read here.',
      'Use a JPEG, PNG, WebP, GIF or BMP picture, or the PDF itself.',
    ),
  },
  PICTURE_TOO_LARGE: {
    kind: 'indeterminate',
    zh: text(
      '图片太大',
      '图片超过32 MiB或6400万像素，没有读取。',
      '请裁剪或缩小后再试，二维码占满画面即可。',
    ),
    en: text(
      'Picture too large',
      'The picture has more than 32 MiB or 64 megapixels and was not read.',
      'Crop it to the QR code or make it smaller, and try again.',
    ),
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
