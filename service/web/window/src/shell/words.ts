import { texts } from '../../../kit';

export const shellWords = texts({
  name: { zh: '证桥窗口', en: 'CertBridge window' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  navigation: { zh: '主要功能', en: 'Main' },
  desk: { zh: '核验', en: 'Check' },
  folder: { zh: '批量核验', en: 'Many files' },
  cases: { zh: '办件', en: 'Cases' },
  resident: { zh: '群众代办', en: 'For a resident' },
  receipts: { zh: '检查回执', en: 'Check receipts' },
  ledger: { zh: '账本', en: 'Ledger' },
  setup: { zh: '本窗口', en: 'This window' },
  signIn: { zh: '登录', en: 'Sign in' },
  connect: { zh: '重新连接', en: 'Connect again' },
  begunIsKept: {
    zh: '已出具的回执、已登记的办件保存在本机，登录后自动发送。想先办完这一位，可关闭本提示，办完再登录。',
    en: 'Receipts and cases that were filed are kept on this PC and sent once you have signed in. To finish with this person first, close this and sign in afterwards.',
  },
  handOver: { zh: '交班退出', en: 'Hand over' },
  handOverWhy: {
    zh: '退出登录，并清空屏幕上这位办事人的内容；下一位工作人员看不到。',
    en: 'Signs out and clears what is on the screen, so that the next clerk sees nothing of it.',
  },
  soundOn: { zh: '声音：开', en: 'Sound: on' },
  soundOff: { zh: '声音：关', en: 'Sound: off' },
  notPaired: { zh: '本机未配对', en: 'Not paired' },
  asOf: { zh: '账本截至{at}（{ago}）', en: 'Ledger as of {at} ({ago})' },
  noLedger: { zh: '本机还没有账本', en: 'No ledger on this PC yet' },
});
