import { texts } from '../../../kit';

export const findWords = texts({
  title: { zh: '查找证照', en: 'Find' },
  byIdentifier: { zh: '电子证照标识或二维码', en: 'Identifier or QR code' },
  byIdentifierHint: {
    zh: '形如1.2.156.3005.2.…；扫码枪可直接扫',
    en: 'Like 1.2.156.3005.2.…; a barcode reader types it',
  },
  byNumber: { zh: '持证主体的证件号码', en: 'The holder’s number' },
  byNumberHint: {
    zh: '须填完整。号码加密保存，只能整号核对，不能按前几位查。',
    en: 'All of it: numbers are encrypted and can only be compared whole.',
  },
  find: { zh: '查找', en: 'Find' },
  state: { zh: '状态', en: 'State' },
  submitter: { zh: '提交人', en: 'Submitted by' },
  remembered: { zh: '这些条件已记在本机。', en: 'Kept on this computer for the next time.' },
  whatever: { zh: '不限', en: 'any' },
  me: { zh: '我', en: 'me' },
  issuedFrom: { zh: '签发日期从', en: 'Issued from' },
  issuedUntil: { zh: '签发日期到', en: 'Issued until' },
  all: { zh: '清空条件', en: 'Clear' },
  list: { zh: '列出', en: 'List' },
  results: { zh: '找到的证照', en: 'Certificates found' },
  count: { zh: '共{n}份', en: '{n} certificates' },
  countMore: { zh: '已显示{n}份，往下滚动显示更多', en: '{n} shown; scroll for more' },
  none: {
    zh: '没有找到。请核对号码是否完整、机构是否选对。',
    en: 'Nothing found: is the number whole, and the issuer right?',
  },
  identifier: { zh: '电子证照标识', en: 'Identifier' },
  type: { zh: '证照类型', en: 'Type' },
  validUntil: { zh: '有效期截止', en: 'Valid until' },
  issuedOn: { zh: '签发日期', en: 'Issued on' },
  exact: { zh: '按标识或号码', en: 'By identifier or number' },
  browse: { zh: '按条件列出', en: 'List by what they are' },
});
