import { texts } from '../../../kit';

export const homeWords = texts({
  title: { zh: '首页', en: 'Home' },
  waiting: { zh: '等我处理', en: 'Waiting for you' },
  nothing: { zh: '没有等您处理的事。', en: 'Nothing waits for you.' },
  toApprove: { zh: '批待审核', en: 'to approve' },
  changesToApprove: { zh: '项状态变更待审核', en: 'changes of status to approve' },
  returned: { zh: '批被退回，要修改', en: 'returned, to be mended' },
  checked: { zh: '批已检查，还没提交', en: 'checked, not submitted yet' },
  running: { zh: '批正在签发', en: 'being issued' },
  drafts: { zh: '份没填完的申请', en: 'applications not finished' },
  typed: { zh: '填于{when}', en: 'typed {when}' },
  mend: { zh: '没改完的第{line}行', en: 'Row {line}, not mended yet' },
  correction: { zh: '没填完的更正', en: 'A correction, not finished' },
  renewal: { zh: '没填完的换发', en: 'A renewal, not finished' },
  figures: { zh: '概况', en: 'At a glance' },
  issuedToday: { zh: '今天签发', en: 'issued today' },
  notAnchored: { zh: '等待上链存证', en: 'waiting to be anchored' },
  expiring: { zh: '30天内到期', en: 'expire within 30 days' },
  do: { zh: '办理', en: 'Do' },
  issueOne: { zh: '签发一份证照', en: 'Issue one certificate' },
  issueOneHow: {
    zh: '填一张表，旁边随时看到证照样子。',
    en: 'Fill in a form and see the certificate beside it.',
  },
  issueMany: { zh: '批量签发', en: 'Issue many' },
  issueManyHow: {
    zh: '拖入Excel、CSV或带照片的ZIP，先检查再提交。',
    en: 'Drop a table or a ZIP with photos: checked first, then submitted.',
  },
  find: { zh: '查找证照', en: 'Find a certificate' },
  findHow: {
    zh: '按标识、证件号码查找，变更状态、换发。',
    en: 'By identifier or number; change its status, renew it.',
  },
  audit: { zh: '查审计记录', en: 'Search the audit trail' },
  auditHow: {
    zh: '谁在什么时候做了什么、看过谁的资料。',
    en: 'Who did what and when, and who looked at whom.',
  },
  window: { zh: '去窗口工作台', en: 'Go to the window' },
  windowHow: {
    zh: '核验证照、为来办事的人办件，都在那里。',
    en: 'Certificates are verified there, and cases of those who come are handled.',
  },
  setup: { zh: '首次使用：还差这几步', en: 'First use: what is still to do' },
  setupNote: { zh: '按顺序做完，就可以签发证照。', en: 'Once these are done, certificates can be issued.' },
});
