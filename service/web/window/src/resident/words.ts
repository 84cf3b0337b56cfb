import { texts } from '../../../kit';

export const residentWords = texts({
  title: { zh: '群众代办', en: 'For a resident' },
  why: {
    zh: '来人没有手机，也能办：刷身份证读卡器或照身份证输入，只在本人在场时办理，每一步都记入审计，本人看得到。',
    en: 'For whoever is here without a phone. Read their identity card; only while they are here. Each step is kept in the audit, and they see it.',
  },
  signIn: { zh: '请先登录。', en: 'Sign in first.' },
  name: { zh: '姓名', en: 'Name' },
  number: { zh: '身份证号码', en: 'Number' },
  find: { zh: '查名下证照', en: 'Find certificates' },
  found: { zh: '{name}名下的证照', en: 'Certificates of {name}' },
  none: { zh: '本处没有这个人的证照：请核对姓名和号码。', en: 'None here: compare name and number.' },
  until: { zh: '有效期至{day}', en: 'until {day}' },
  forever: { zh: '长期有效', en: 'no expiry' },
  over: { zh: '现在不能用', en: 'does not count now' },
  print: { zh: '打印二维码卡', en: 'Print cards' },
  suspend: { zh: '手机丢了，挂失', en: 'Phone lost: suspend' },
  suspended: {
    zh: '已挂失手机上的凭证，证照本身照常有效。',
    en: 'What is on phones is suspended; the certificate itself counts as ever.',
  },
  delegate: { zh: '委托别人代办', en: 'Let somebody act' },
  helperName: { zh: '代办人姓名', en: 'Helper’s name' },
  helperNumber: { zh: '代办人证件号码', en: 'Helper’s number' },
  item: { zh: '只办这件事', en: 'For this only' },
  anyItem: { zh: '不限事项', en: 'Anything' },
  last: { zh: '用到哪天（最多30天）', en: 'Last day (30 days at most)' },
  give: { zh: '办理授权', en: 'Make it' },
  given: {
    zh: '已登记：请另一位窗口人员今天内登录、核对来人后见证，见证后才生效。',
    en: 'Made: another clerk witnesses it today, with the person here; only then it counts.',
  },
  waiting: { zh: '待见证的授权', en: 'Waiting for a witness' },
  waitingFor: {
    zh: '{name}，由{helper}（{number}）代办，到{day}',
    en: '{name}, by {helper} ({number}), until {day}',
  },
  witness: { zh: '来人在场，我见证', en: 'The person is here: I witness' },
  witnessed: { zh: '已见证，授权生效。', en: 'Witnessed: it counts now.' },
});
