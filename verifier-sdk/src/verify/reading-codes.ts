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
      'It was cut short, misread, or run together with another.',
      'Scan it again, or use another reader or the PDF itself.',
    ),
  },
  NO_QR_CODE: {
    kind: 'indeterminate',
    zh: text(
      '图片里没有认出二维码',
      '图片里没有二维码，或拍得太小、太斜、太暗、不清楚。',
      '请靠近二维码、拍清楚再试，或用PDF原件。',
    ),
    en: text(
      'No QR code found in the picture',
      'There is none, or it is too small, slanted, dark or blurred.',
      'Take it again, or use the PDF itself.',
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
      'It is damaged, or of a format that is not read here.',
      'Use a JPEG, PNG, WebP, GIF or BMP, or the PDF itself.',
    ),
  },
  PICTURE_TOO_LARGE: {
    kind: 'indeterminate',
    zh: text('图片太大', '图片超过32 MiB或6400万像素。', '请裁剪到二维码后再试。'),
    en: text(
      'Picture too large',
      'It has more than 32 MiB or 64 megapixels.',
      'Crop it to the QR code and try again.',
    ),
  },
  PDF_LOCKED: {
    kind: 'indeterminate',
    zh: text('PDF有密码', '文件设有打开密码。', '请对方提供没有密码的原件。'),
    en: text('PDF has a password', 'It opens with a password only.', 'Ask for the PDF itself, without one.'),
  },
  PDF_TOO_LARGE: {
    kind: 'indeterminate',
    zh: text('PDF太大', '文件超过32 MiB。', '请只提供证照原件，不要与其他文件合并。'),
    en: text('PDF too large', 'It has more than 32 MiB.', 'Ask for the PDF itself, not merged with others.'),
  },
  PDF_UNREADABLE: {
    kind: 'indeterminate',
    zh: text('PDF打不开', '文件已损坏，或没有传完整。', '请对方重新下载原件后重试。'),
    en: text(
      'PDF cannot be read',
      'It is damaged, or did not arrive whole.',
      'Ask for a fresh download and try again.',
    ),
  },
  PDF_WITHOUT_SIGNATURE: {
    kind: 'indeterminate',
    zh: text('文件没有签名', '打印或另存后没有了签名，也没有认出二维码。', '请对方重新下载原件后重试。'),
    en: text(
      'Not signed',
      'Printed or saved without its signature, and no QR code found.',
      'Ask for a fresh download and try again.',
    ),
  },
  SIGNATURE_DAMAGED: {
    kind: 'indeterminate',
    zh: text('签名已损坏', '另存后失效，或文件被改动。', '请对方重新下载原件后重试。'),
    en: text(
      'Signature damaged',
      'Broken by saving, or the file was changed.',
      'Ask for a fresh download and try again.',
    ),
  },
  PAGE_DIFFERS: {
    kind: 'indeterminate',
    zh: text('页面与二维码不一致', '页面文字与二维码所载不符。', '不予采信；请对方重新下载原件后重试。'),
    en: text(
      'Page and QR code differ',
      'The page says otherwise than its QR code.',
      'Do not accept; ask for a fresh download.',
    ),
  },
  QR_CODE_ONLY: {
    kind: 'note',
    zh: text('只核验了二维码', '文件没有签名，页面上的其他内容未经证实。', '只以下列二维码内容为准。'),
    en: text(
      'Only the QR code was checked',
      'Nothing else on the page is proved.',
      'Rely on the QR code only.',
    ),
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
