import { texts } from '../../../kit';

export const counterWords = texts({
  documents: { zh: '本次出示的证照', en: 'Shown by this person' },
  again: { zh: '再验一份', en: 'Another one' },
  againKey: { zh: 'Esc', en: 'Esc' },
  next: { zh: '下一位', en: 'Next person' },
  nextKey: { zh: 'F9', en: 'F9' },
  code: { zh: '二维码', en: 'QR code' },
  waiting: { zh: '正在核验……', en: 'Checking …' },
  unchecked: { zh: '没有核验', en: 'Not checked' },
  uncheckedWhy: {
    zh: '以下没有核验，不能归入办件：请再核验，或拿开。',
    en: 'What was not checked cannot be part of a case: check it again, or take it off.',
  },
  checkAgain: { zh: '再核验', en: 'Check again' },
  takeOff: { zh: '拿开', en: 'Take it off' },
  checkAgainOf: { zh: '再核验：{name}', en: 'Check again: {name}' },
  takeOffOf: { zh: '拿开：{name}', en: 'Take off: {name}' },
  challenge: { zh: '口令亮证', en: 'Challenge' },
  challengeWhy: {
    zh: '两边时间对不上，或想确认是当面亮的码：给对方四位数字，请对方填进钱包再亮码。',
    en: 'The clocks differ, or you want to be sure that it is shown to you: give four digits to be entered in the wallet.',
  },
  challengeSay: {
    zh: '请对方在钱包的“口令”里填这四位数字，再扫新码：',
    en: 'Have these digits entered in the wallet under “Challenge”, then scan the new code:',
  },
  challengeGive: { zh: '给出口令', en: 'Give a challenge' },
  challengeAnew: { zh: '换一个', en: 'Another one' },
  challengeAnswered: { zh: '对方已按本窗口的口令亮证。', en: 'It was shown with this window’s challenge.' },
});
