import type { ReceiptCheck } from '../verification-receipts/index.js';
import type { CheckName, Outcome, PageField, Verdict } from '../verify/report.js';
import type { Colour } from './terminal.js';

/** A word in Chinese, and in English beside it. */
export type Words = readonly [zh: string, en: string];

export const verdicts: Readonly<
  Record<Verdict, { mark: string; words: Words; colour: Colour; exit: number }>
> = {
  valid: { mark: '✔', words: ['有效', 'Valid'], colour: 'green', exit: 0 },
  invalid: { mark: '✘', words: ['无效', 'Invalid'], colour: 'red', exit: 1 },
  indeterminate: { mark: '?', words: ['无法判定', 'Indeterminate'], colour: 'yellow', exit: 2 },
};

export const checks: Readonly<Record<CheckName, Words>> = {
  integrity: ['完整性', 'Integrity'],
  issuer: ['颁发机构', 'Issuer'],
  anchoring: ['上链存证', 'Anchoring'],
  status: ['状态', 'Status'],
  validity: ['有效期', 'Validity'],
  holder: ['持证主体', 'Holder'],
  showing: ['亮证', 'Showing'],
};

export const receiptChecks: Readonly<Record<ReceiptCheck['name'], Words>> = {
  signature: ['签名', 'Signature'],
  key: ['窗口密钥', 'Window key'],
  shown: ['所示内容', 'Shown'],
};

export const pageFields: Readonly<Record<PageField, Words>> = {
  name: ['证照名称', 'name of the certificate'],
  identifier: ['电子证照标识', 'identifier'],
  holderName: ['持证主体', 'holder'],
  holderNumber: ['证件号码', 'number'],
  validity: ['有效期', 'dates'],
};

export const outcomes: Readonly<Record<Outcome, { mark: string; words: Words; colour: Colour }>> = {
  pass: { mark: '✔', words: ['通过', 'pass'], colour: 'green' },
  fail: { mark: '✘', words: ['不通过', 'fail'], colour: 'red' },
  unknown: { mark: '?', words: ['未知', 'unknown'], colour: 'yellow' },
  skipped: { mark: '–', words: ['未检查', 'skipped'], colour: 'dim' },
};
