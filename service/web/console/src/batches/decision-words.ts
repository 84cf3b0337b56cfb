import { texts } from '../../../kit';

export const decisionWords = texts({
  approve: { zh: '通过', en: 'Approve' },
  reject: { zh: '不通过', en: 'Reject' },
  giveBack: { zh: '退回修改', en: 'Return' },
  own: {
    zh: '这是您自己提交的，须由另一位审核人员处理。',
    en: 'You submitted this yourself: another approver decides.',
  },
  ask: {
    zh: '请核对后决定。通过后立即签发{n}份证照并上链存证。',
    en: 'Look at it, then decide. Once approved, {n} certificates are issued and anchored at once.',
  },
  wrongRows: {
    zh: '另有{bad}行有错误，不会签发。',
    en: 'Another {bad} rows are wrong and will not be issued.',
  },
  approveTitle: { zh: '通过这一批', en: 'Approve this batch' },
  approveAsk: {
    zh: '将签发{n}份证照。签发后只能逐份吊销，不能收回。',
    en: '{n} certificates will be issued. Afterwards they can only be revoked one by one.',
  },
  rejectAsk: {
    zh: '不通过后这一批作废，什么也不签发。只是要改几处的，请用“退回修改”。',
    en: 'A rejected batch issues nothing. If it only needs mending, return it instead.',
  },
  digest: { zh: '内容摘要', en: 'Digest' },
  digestNote: {
    zh: '通过的就是这些内容：提交后若有改动，系统拒绝签发。',
    en: 'Exactly this is approved: had anything changed since submission, nothing would be issued.',
  },
  waitsForOther: {
    zh: '等待审核。审核人员通过后自动签发。',
    en: 'It waits for approval, and is issued once an approver agrees.',
  },
  sample: { zh: '随机抽查一行', en: 'Draw a row at random' },
  sampleNext: { zh: '再抽一行', en: 'Draw another' },
  sampled: {
    zh: '已看{n}行样张，共{of}行。看过哪些行，通过时一并记入审计。',
    en: '{n} of {of} pages looked at. Which they were is kept in the audit with the approval.',
  },
  rows: { zh: '要签发的行', en: 'Rows to be issued' },
  line: { zh: '行', en: 'Row' },
  page: { zh: '样张', en: 'Page' },
  pageOf: { zh: '第{line}行的样张', en: 'The page of row {line}' },
  pageAlt: { zh: '{type}第{line}行将成为的证照', en: 'The {type} that row {line} would become' },
  before: { zh: '与上一份的差别', en: 'What differs from the last one' },
  validity: { zh: '有效期', en: 'Valid' },
  period: { zh: '{from}至{until}', en: '{from} to {until}' },
  since: { zh: '{from}至', en: '{from} to ' },
  first: { zh: '首次签发', en: 'the first one' },
  was: { zh: '{label}：{value}', en: '{label}: {value}' },
  same: { zh: '内容相同', en: 'nothing' },
  returnReason: { zh: '退回原因（经办人员会看到）', en: 'Why (the operator reads it)' },
});
