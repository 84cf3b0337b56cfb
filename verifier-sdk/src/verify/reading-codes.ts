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
  PDF_WITHOUT_SIGNATURE: {
    kind: 'indeterminate',
    zh: text(
      '文件没有签名',
      '文件经打印、另存或转发后没有了签名，或本来就不是证照；页面上也没有认出二维码。',
      '请对方出示下载的原件；没有原件的，扫描页面上的二维码。',
    ),
    en: text(
      'No signature in the file',
      'It was printed, saved anew or forwarded without its signature, or never was a certificate; no QR code was found on its pages either.',
      'Ask for the file as it was downloaded, or scan the QR code on the page.',
    ),
  },
  SIGNATURE_DAMAGED: {
    kind: 'indeterminate',
    zh: text(
      '签名已损坏',
      '文件另存后签名失效，或被改动过；只有页面上的二维码通过了核验。',
      '请对方出示下载的原件；没有原件的，只以下列二维码内容为准，不看页面。',
    ),
    en: text(
      'Signature damaged',
      'Saving anew broke the file’s signature, or somebody changed the file; only the QR code on its page was confirmed.',
      'Ask for the file as it was downloaded; without it, rely on what the QR code says below and not on the page.',
    ),
  },
  PAGE_DIFFERS: {
    kind: 'indeterminate',
    zh: text(
      '页面与二维码不一致',
      '文件没有签名，页面文字与二维码所载内容不符，页面可能被改动过。',
      '不要采信页面；请对方出示下载的原件，不符之处见下。',
    ),
    en: text(
      'Page and QR code differ',
      'The file has no signature, and the text of its page says otherwise than its QR code: the page may have been changed.',
      'Do not rely on the page; ask for the file as it was downloaded. What differs is named below.',
    ),
  },
  QR_CODE_ONLY: {
    kind: 'note',
    zh: text(
      '只核验了二维码',
      '文件没有签名，页面上的其他内容未经证实。',
      '只以下列二维码内容为准；需要其余内容的，请对方出示下载的原件。',
    ),
    en: text(
      'Only the QR code was checked',
      'The file has no signature: nothing else on its page is proved.',
      'Rely on what the QR code says below only; for anything else ask for the file as it was downloaded.',
    ),
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
