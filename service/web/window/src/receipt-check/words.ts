import { texts } from '../../../kit';

export const receiptCheckWords = texts({
  title: { zh: '检查回执', en: 'Check a receipt' },
  why: {
    zh: '任何人都可以在这里检查核验回执，不用登录。请扫纸面上的二维码，或把归档的PDF、签名文件拖进本页。',
    en: 'Anybody can check a verification receipt here, without signing in: scan the code on its paper, or drop the PDF from the archive or the signed file on this page.',
  },
  file: { zh: '选择文件', en: 'Choose a file' },
  paste: { zh: '或粘贴二维码的网址、签名文件的内容', en: 'Or paste the code’s address or the signed text' },
  check: { zh: '检查', en: 'Check' },
  busy: { zh: '正在检查……', en: 'Checking …' },
  none: {
    zh: '这个PDF里没有核验回执：请用大厅归档的原文件；打印后再扫描的，请扫纸面上的二维码。',
    en: 'There is no verification receipt in this PDF: take the file from the archive itself; of a print that was scanned, scan the QR code.',
  },
  hallUnreadable: {
    zh: '大厅公布的密钥读不出来：请稍后再试；仍不行，请告诉该大厅。',
    en: 'What the hall publishes cannot be read: try again later, then tell the hall.',
  },
  notFiled: { zh: '没有存档', en: 'Not filed' },
  notFiledWhy: {
    zh: '该大厅没有存档过这份回执。不予采信；如系刚刚签发，请几分钟后再查。',
    en: 'The hall has not filed this receipt. Do not accept it; if it was signed just now, look again in a few minutes.',
  },
  filedTitle: { zh: '已存档', en: 'Filed' },
  filedWhy: {
    zh: '这份回执已经存档并记入账本，窗口密钥没有被吊销，或是在存档之后才吊销的。请把下列内容与纸面逐项对照，不一致的不予采信。',
    en: 'This receipt was filed and is on the ledger, and its window’s key is not revoked, or was only later. Compare each line with the paper; where they differ, do not accept it.',
  },
  filedOnly: { zh: '已存档，账本尚未记入', en: 'Filed, not yet on the ledger' },
  filedOnlyWhy: {
    zh: '大厅的服务称已经存档，账本还没有记入，无法证明：请几分钟后再查。',
    en: 'The hall’s service says so; the ledger does not hold it yet, so it is not proven: look again in a few minutes.',
  },
  word: {
    zh: '只凭二维码，以上内容由大厅的服务所述；要逐项验签，请把归档的PDF拖进本页。',
    en: 'By the code alone, the lines above are the word of the hall’s service: to have them verified, drop the PDF from the archive here.',
  },
  otherServer: {
    zh: '大厅的密钥取自本网站。要紧的，请把大厅密钥指纹与该大厅书面公布的对照，或用命令 certbridge-verify receipt 检查。',
    en: 'The hall’s keys came from this website. Where much hangs on it, compare their fingerprint with what the hall gives out on paper, or check by the command certbridge-verify receipt.',
  },
  certificate: { zh: '核验的证照', en: 'What was verified' },
  nothing: { zh: '没有认出证照', en: 'No certificate was recognised' },
  verdict: { zh: '当时的结论', en: 'Verdict then' },
  verified: { zh: '核验时间', en: 'Verified' },
  window: { zh: '窗口', en: 'Window' },
  hall: { zh: '大厅', en: 'Hall' },
  purpose: { zh: '用途', en: 'Purpose' },
  reference: { zh: '办件编号', en: 'Case' },
  filed: { zh: '存档', en: 'Filed' },
  filedBy: { zh: '{at}；账本最晚在{held}已有记载', en: '{at}; on the ledger by {held}' },
  revocation: { zh: '窗口密钥', en: 'Key of the window' },
  notRevoked: { zh: '没有被吊销', en: 'Not revoked' },
  revokedLater: { zh: '{at}吊销，回执在此之前已经存档', en: 'Revoked {at}; the receipt was filed before' },
  revokedSince: { zh: '{at}吊销', en: 'Revoked {at}' },
  withheld: { zh: '没有留存的内容', en: 'Not kept' },
  shown: { zh: '所示文件的SHA-256', en: 'SHA-256 of what was shown' },
  digest: { zh: '回执摘要', en: 'SHA-256 of the receipt' },
  hallKey: { zh: '大厅密钥指纹', en: 'Fingerprint of the hall’s key' },
});
