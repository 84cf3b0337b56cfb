import { texts } from '../../../kit';

export const issueOneWords = texts({
  title: { zh: '签发一份', en: 'Issue one' },
  type: { zh: '证照类型', en: 'Type' },
  issue: { zh: '提交签发', en: 'Issue' },
  issueFourEyes: { zh: '提交审核', en: 'Submit for approval' },
  issuing: { zh: '正在签发……', en: 'Issuing …' },
  clear: { zh: '清空重填', en: 'Clear the form' },
  done: { zh: '已签发', en: 'Issued' },
  doneNote: {
    zh: '证照已签名，正在上链存证；几秒后各地窗口都能核验。',
    en: 'It is signed and is being anchored: in seconds every window can verify it.',
  },
  identifier: { zh: '电子证照标识', en: 'Identifier' },
  open: { zh: '查看证照', en: 'Open the certificate' },
  pdf: { zh: '下载PDF', en: 'Download the PDF' },
  next: { zh: '再签发一份', en: 'Issue another' },
  waits: { zh: '已提交，等待审核', en: 'Submitted: it waits for approval' },
  waitsNote: {
    zh: '审核人员通过后自动签发，可在“批量签发”里查看进度。',
    en: 'It is issued once an approver has agreed; see “Issue many” for how far it is.',
  },
  openBatch: { zh: '查看进度', en: 'See how far it is' },
});
