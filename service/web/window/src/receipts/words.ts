import { texts } from '../../../kit';

export const receiptWords = texts({
  title: { zh: '核验回执', en: 'Verification receipt' },
  why: {
    zh: '一份由本窗口签名的记录：何时、何地、核验了什么、结论是什么。代替复印件归档，不含证照内容。',
    en: 'A record that this window signs: when and where what was checked, and the verdict. It is filed in place of a copy and holds nothing of the certificate’s content.',
  },
  notPaired: { zh: '本机还没有配对，不能签发回执。', en: 'This PC is not paired and signs no receipts.' },
  pair: { zh: '去配对', en: 'Pair it' },
  purpose: { zh: '用途', en: 'Purpose' },
  usual: { zh: '窗口核验', en: 'Checked at the window' },
  issue: { zh: '出具回执', en: 'Sign the receipt' },
  filed: { zh: '已签名并归档。', en: 'Signed and filed.' },
  kept: {
    zh: '已签名，保存在本机；联网并登录后自动归档。',
    en: 'Signed and kept on this PC; it is filed by itself once there is a network and somebody signs in.',
  },
  unkept: {
    zh: '已签名，但没有人在本机登录过，不能自动归档：请保存签名文件，或登录后再出具一次。',
    en: 'Signed, but nobody has signed in on this PC yet, so it is not filed by itself: save the signed file, or sign in and issue it again.',
  },
  pdf: { zh: '下载PDF', en: 'Download the PDF' },
  save: { zh: '保存签名文件', en: 'Save the signed file' },
  outbox: { zh: '归档核验回执', en: 'File a verification receipt' },
});
