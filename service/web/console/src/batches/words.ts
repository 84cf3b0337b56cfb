import { texts } from '../../../kit';
import type { Schema, Words } from '../../../kit';

type Batch = Schema<'Batch'>;

/** Every state of a batch in words: a state without them does not compile. */
export const stateWords: Readonly<Record<Batch['state'], Words & { readonly tone: string }>> = {
  receiving: { zh: '正在检查', en: 'being checked', tone: 'wait' },
  checked: { zh: '待提交', en: 'checked', tone: 'wait' },
  submitted: { zh: '待审核', en: 'waits for approval', tone: 'wait' },
  returned: { zh: '被退回', en: 'returned', tone: 'bad' },
  issuing: { zh: '正在签发', en: 'being issued', tone: 'wait' },
  issued: { zh: '已签发', en: 'issued', tone: 'good' },
  refused: { zh: '未签发', en: 'refused', tone: 'bad' },
  withdrawn: { zh: '已撤回', en: 'withdrawn', tone: '' },
};

export const sourceWords: Readonly<Record<Batch['source'], Words>> = {
  csv: { zh: 'CSV', en: 'CSV' },
  spreadsheet: { zh: 'Excel', en: 'Excel' },
  zip: { zh: 'ZIP（含照片）', en: 'ZIP with photos' },
  single: { zh: '单份', en: 'single' },
  reissue: { zh: '重新制证', en: 'reissue' },
};

/** Why nothing of a batch was issued. */
const refusals: Readonly<Record<string, Words>> = {
  REJECTED: { zh: '审核未通过。', en: 'An approver rejected it.' },
  ROWS_WRONG: { zh: '有错误行，按要求全部没有签发。', en: 'Rows are wrong, so that nothing was issued.' },
  UPLOAD_CUT_OFF: { zh: '上传中断：请再传一次。', en: 'The upload was cut off: send it again.' },
};
export const refusalOf = (code: string): Words =>
  refusals[code] ?? { zh: `没有签发（${code}）。`, en: `Not issued (${code}).` };

export const batchWords = texts({
  title: { zh: '批量签发', en: 'Issue many' },
  new: { zh: '上传新的一批', en: 'Upload a batch' },
  none: { zh: '还没有任何批次。', en: 'There is no batch yet.' },
  when: { zh: '时间', en: 'When' },
  type: { zh: '证照类型', en: 'Type' },
  source: { zh: '来源', en: 'Source' },
  state: { zh: '状态', en: 'State' },
  rows: { zh: '行数', en: 'Rows' },
  bad: { zh: '错误', en: 'Wrong' },
  issued: { zh: '已签发', en: 'Issued' },
  by: { zh: '提交人', en: 'By' },
  open: { zh: '打开', en: 'Open' },
  newTitle: { zh: '上传新的一批', en: 'Upload a batch' },
  step1: { zh: '一、选证照类型', en: '1. Choose the type' },
  step2: { zh: '二、放入表格', en: '2. Drop the table' },
  columns: {
    zh: '表格第一行是列名，须有这些列（顺序不限）',
    en: 'The first row names the columns, in any order',
  },
  optionalColumns: { zh: '还可以有：{columns}', en: 'It may also have: {columns}' },
  matchTitle: { zh: '列名对不上，请说明各列是什么', en: 'Say what these columns are' },
  matchNote: {
    zh: '选好后照此检查；下次本机构上传这类证照，自动照此对应。',
    en: 'The file is then read so; the next one of this department and type, too.',
  },
  columnCalled: { zh: '“{header}”一列', en: 'Column “{header}”' },
  notRead: { zh: '不读取', en: 'not read' },
  stillMissing: { zh: '还缺少：{columns}', en: 'Still missing: {columns}' },
  matched: { zh: '按此对应并检查', en: 'Read it so' },
  called: { zh: '{header}→{title}', en: '{header} → {title}' },
  remembered: { zh: '已记住的列名对应：{columns}。', en: 'Remembered: {columns}.' },
  forget: { zh: '不再记住', en: 'Forget' },
  preview: { zh: '查看每一行和样张', en: 'See each row and its page' },
  template: { zh: '下载填写模板（Excel）', en: 'Download a template (Excel)' },
  drop: { zh: '把表格拖到这里', en: 'Drop the table here' },
  kinds: { zh: '.xlsx、.csv，或装有表格和照片的.zip', en: '.xlsx, .csv, or a .zip of a table and photos' },
  mode: { zh: '遇到错误行', en: 'Wrong rows' },
  skipBad: { zh: '签发其余各行', en: 'issue the others' },
  allOrNothing: { zh: '一行都不签发，全部改好再说', en: 'issue nothing until all are right' },
  checkedFirst: {
    zh: '上传后先检查，不会马上签发；您看过、改好后再提交。',
    en: 'It is checked first and not issued yet: look at it, mend it, then submit.',
  },
  uploading: { zh: '正在上传“{name}”', en: 'Uploading {name}' },
  uploaded: { zh: '已上传{sent}，共{of}', en: '{sent} of {of} uploaded' },
  uploadRate: { zh: '每秒约{rate}，还要{left}', en: 'about {rate} a second, {left} left' },
  cutOff: {
    zh: '连不上服务，连上后自动从断点继续。可以关闭浏览器：一天之内再选同一个文件，从断点继续。',
    en: 'The service cannot be reached: this goes on by itself. You may close the browser; choose the same file again within a day to go on.',
  },
  unfinished: {
    zh: '有一个文件没有传完或没有检查（共{size}，已传{sent}）：再选同一个文件，从断点继续。',
    en: 'A file has not arrived whole, or was not checked ({sent} of {size}): choose the same file again to go on.',
  },
  giveUp: { zh: '不再续传', en: 'Give it up' },
  checking: { zh: '上传完毕，正在逐行检查……', en: 'Uploaded: each row is being checked …' },
  encodingAsk: {
    zh: '这个文件看不出是哪种编码，请选一种再检查。在Windows上由Excel另存的，一般是GB 18030。',
    en: 'The bytes do not prove an encoding: choose one. Excel on Windows usually writes GB 18030.',
  },
  againWith: { zh: '按{encoding}检查', en: 'Read it as {encoding}' },
  cancel: { zh: '取消上传', en: 'Cancel' },
  batch: { zh: '{type}，{rows}行', en: '{type}, {rows} rows' },
  checkedRows: {
    zh: '共{rows}行，其中{good}行可以签发，{bad}行有错误。',
    en: '{rows} rows: {good} can be issued, {bad} are wrong.',
  },
  allGood: { zh: '共{rows}行，全部可以签发。', en: '{rows} rows: all can be issued.' },
  ignored: { zh: '没有读取的列：{columns}', en: 'Columns that were not read: {columns}' },
  returnedWhy: { zh: '退回原因：{reason}', en: 'Why: {reason}' },
  returnedNote: {
    zh: '审核人员退回了这一批：请修改后重新提交。',
    en: 'An approver returned the batch: mend it and submit it again.',
  },
  submit: { zh: '提交{n}行', en: 'Submit {n} rows' },
  submitTitle: { zh: '提交这一批', en: 'Submit this batch' },
  submitBad: {
    zh: '{bad}行有错误，不会签发；其余{good}行提交后不能再改。',
    en: '{bad} rows are wrong and are not issued; the other {good} cannot be changed once submitted.',
  },
  submitAll: { zh: '{good}行提交后不能再改。', en: '{good} rows cannot be changed once submitted.' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  withdrawAsk: {
    zh: '撤回后这一批作废，什么也不签发。要签发须重新上传。',
    en: 'A withdrawn batch issues nothing; upload the file again if you need it.',
  },
  rejected: { zh: '下载错误行', en: 'Download the wrong rows' },
  problems: { zh: '要修改的行', en: 'Rows to be mended' },
  notes: { zh: '已统一写法，请过目', en: 'Brought into the written form: look at them' },
  line: { zh: '行', en: 'Row' },
  column: { zh: '列', en: 'Column' },
  value: { zh: '原值', en: 'Value' },
  what: { zh: '问题与改法', en: 'What is wrong, and the remedy' },
  mend: { zh: '修改', en: 'Mend' },
  mendTitle: { zh: '修改第{line}行', en: 'Mend row {line}' },
  save: { zh: '保存这一行', en: 'Save the row' },
  wholeRow: { zh: '整行', en: 'the row' },
  progress: { zh: '已签发{issued}，共{of}', en: '{issued} of {of} issued' },
  rate: { zh: '每秒约{rate}份，还要{left}', en: 'about {rate} a second, {left} left' },
  canClose: { zh: '可以关闭本页或浏览器，签发照常进行。', en: 'You may close this page: issuing goes on.' },
  seconds: { zh: '{n}秒', en: '{n} s' },
  minutes: { zh: '{n}分钟', en: '{n} min' },
  anchored: { zh: '已上链存证{anchored}，共{issued}', en: '{anchored} of {issued} anchored' },
  done: { zh: '已签发{issued}份，未签发{bad}行。', en: '{issued} issued, {bad} rows not.' },
  doneAll: { zh: '已签发{issued}份。', en: '{issued} issued.' },
  unissued: { zh: '未签发的行', en: 'Rows that were not issued' },
  unissuedNote: {
    zh: '要签发这些行：下载错误行，改好后当作新的一批上传。原文件保存30天。',
    en: 'To issue them, download the wrong rows, mend them and upload them as a new batch. The file is kept for 30 days.',
  },
  doneAnchored: {
    zh: '全部已上链存证，各地窗口都能核验。',
    en: 'All are anchored: every window can verify them.',
  },
  zip: { zh: '下载全部PDF（ZIP）', en: 'Download all PDFs (ZIP)' },
  result: { zh: '下载结果表', en: 'Download the result table' },
  delivery: { zh: '下载发放清单（PDF）', en: 'Download the delivery list (PDF)' },
  deliveryPart: { zh: '发放清单{part}/{of}（PDF）', en: 'Delivery list {part}/{of} (PDF)' },
  print: { zh: '打印', en: 'Print' },
  entry: { zh: '账目', en: 'Entry' },
  certificates: { zh: '签发的证照', en: 'Certificates' },
  identifier: { zh: '电子证照标识', en: 'Identifier' },
  validUntil: { zh: '有效期截止', en: 'Valid until' },
  submittedBy: { zh: '提交人：{name}', en: 'Submitted by {name}' },
  approvedBy: { zh: '审核人：{name}', en: 'Approved by {name}' },
});
