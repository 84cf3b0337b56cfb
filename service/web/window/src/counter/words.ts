import { texts } from '../../../kit';

export const counterWords = texts({
  documents: { zh: '本次出示的证照', en: 'Shown by this person' },
  again: { zh: '再验一份', en: 'Another one' },
  againKey: { zh: 'Esc', en: 'Esc' },
  next: { zh: '下一位', en: 'Next person' },
  nextKey: { zh: 'F9', en: 'F9' },
  code: { zh: '二维码', en: 'QR code' },
  waiting: { zh: '正在核验……', en: 'Checking …' },
});
