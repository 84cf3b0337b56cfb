import { texts } from '../../../kit';

export const nextVersionWords = {
  renewal: texts({
    open: { zh: '换发', en: 'Renew' },
    title: { zh: '换发新版本', en: 'Issue the next version' },
    note: {
      zh: '新证照从起始日起生效，旧证照同日被替换，中间没有空档。内容有误的，请用“更正”。',
      en: 'The new one counts from its first day, and the old one is superseded on that very day: there is no gap. Use “Correct” for what is wrong.',
    },
    issue: { zh: '签发新版本', en: 'Issue it' },
    issued: {
      zh: '已签发新版本，旧证照已被替换。',
      en: 'The next version is issued; this one is superseded.',
    },
  }),
  correction: texts({
    open: { zh: '更正', en: 'Correct' },
    title: { zh: '更正有误的内容', en: 'Correct what is wrong' },
    note: {
      zh: '改正有误的项目，其余不动。系统签发改正后的新版本，有效期截止日不变。',
      en: 'Mend what is wrong and leave the rest: the corrected version is valid for as long as this one.',
    },
    issue: { zh: '签发更正', en: 'Issue the correction' },
    issued: {
      zh: '已签发更正后的证照，旧证照已被替换。请把新证照交给持证主体。',
      en: 'The corrected certificate is issued and this one superseded. Give the new one to the holder.',
    },
  }),
  ...texts({
    changed: { zh: '改正：{fields}', en: 'Mended: {fields}' },
    unchanged: { zh: '还没有改动任何项目。', en: 'Nothing is mended yet.' },
    consequence: {
      zh: '从今天起，所有窗口核验旧证照都会看到“已换发”，并看到由哪一份替换；持证主体手里的旧PDF、旧二维码不再采信。',
      en: 'From today every window sees “Replaced” on the old one, and by which; the holder’s old PDF and QR code count no more.',
    },
    waits: { zh: '已提交，等待审核。', en: 'Submitted: it waits for approval.' },
    openNew: { zh: '查看新证照', en: 'Open the new one' },
  }),
} as const;
