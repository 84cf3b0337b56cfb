import { texts } from '../../../kit';

export const applicationWords = texts({
  validFrom: { zh: '有效期起始', en: 'Valid from' },
  validUntil: { zh: '有效期截止', en: 'Valid until' },
  noExpiry: { zh: '长期', en: 'no expiry' },
  years: { zh: '{n}年', en: '{n} years' },
  untilHint: { zh: '含当日；留空即长期', en: 'Inclusive; empty: no expiry' },
  pageNote: {
    zh: '随填随画，带“样张”字样；签发后才有签名与可核验的二维码。',
    en: 'Drawn as you type; signed, with its QR code, once it is issued.',
  },
  pageAlt: { zh: '按已填内容画出的样张', en: 'The page as filled in so far' },
  continued: { zh: '已接上您上次没填完的内容。', en: 'You go on where you left off.' },
  undo: { zh: '放弃这些改动', en: 'Undo these changes' },
  notes: { zh: '已按统一写法改写，请核对', en: 'Brought into the written form: look whether this is meant' },
});
