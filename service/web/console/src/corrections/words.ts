import { texts } from '../../../kit';

export const correctionWords = texts({
  title: { zh: '更正申请', en: 'Corrections' },
  note: {
    zh: '持证主体说证照有误的，打开证照核对；确有错误的点“更正”，再答复。',
    en: 'What holders say is wrong: open the certificate, correct it if it is, then answer.',
  },
  none: { zh: '没有待答复的更正申请。', en: 'No correction waits for an answer.' },
  when: { zh: '时间', en: 'When' },
  said: { zh: '持证主体说', en: 'What the holder says' },
  certificate: { zh: '证照', en: 'Certificate' },
  open: { zh: '打开', en: 'Open' },
});
