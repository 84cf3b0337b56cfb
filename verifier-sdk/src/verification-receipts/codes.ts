import { text } from '../verify/code-entry.js';
import type { CodeEntry } from '../verify/code-entry.js';
import type { Language } from '../verify/codes.js';

/** Every code that the check of a verification receipt can give. Constants: never renamed, never reused. */
export const receiptCodes = {
  OK: {
    kind: 'valid',
    zh: text(
      '回执有效',
      '回执由已固定公钥的窗口签发，签发后未被改动。',
      '可作为当时核验结果的凭证；结论以回执中的报告为准。',
    ),
    en: text(
      'Receipt holds',
      'Signed by a window whose key is pinned here, and unchanged since.',
      'It proves what was verified then; the verdict is that of the report in it.',
    ),
  },
  VERIFICATION_RECEIPT_MALFORMED: {
    kind: 'invalid',
    zh: text('不是核验回执', '文件不是核验回执，或已损坏、被改动。', '不予采信；请从归档系统重新取出原件。'),
    en: text(
      'Not a receipt',
      'The file is no verification receipt, or it is damaged or was changed.',
      'Do not accept; take the original from the archive again.',
    ),
  },
  WINDOW_SIGNATURE_INVALID: {
    kind: 'invalid',
    zh: text('窗口签名无效', '回执在签发后被改动，或签名系伪造。', '不予采信，按伪造回执线索上报。'),
    en: text(
      'Signature invalid',
      'The receipt was changed after it was signed, or the signature is forged.',
      'Do not accept; report as a suspected forgery.',
    ),
  },
  WINDOW_KEY_UNKNOWN: {
    kind: 'indeterminate',
    zh: text(
      '窗口密钥未知',
      '签发回执的密钥不在所固定的窗口公钥之中。',
      '向窗口所属单位核实其公钥指纹，补充后重新检查。',
    ),
    en: text(
      'Window key unknown',
      'The key that signed it is not among the pinned keys of windows.',
      'Ask the window’s organisation for its key by its fingerprint, pin it and check again.',
    ),
  },
  WINDOW_KEY_NOT_CURRENT: {
    kind: 'invalid',
    zh: text('窗口密钥当时无效', '回执所载时间不在该窗口密钥的有效期内。', '不予采信；请窗口所属单位说明。'),
    en: text(
      'Window key not current',
      'The time in the receipt is outside the life of the window’s key.',
      'Do not accept; ask the window’s organisation.',
    ),
  },
  WINDOW_KEY_REVOKED: {
    kind: 'indeterminate',
    zh: text(
      '窗口密钥已吊销',
      '签发回执的密钥后来被吊销；没有存档证明，无法确定回执在吊销之前已经存档。',
      '向该大厅索取这份回执的存档证明后重新检查；取不到的，不予采信。',
    ),
    en: text(
      'Window key revoked',
      'The key was revoked; without a proof of filing it cannot be told whether the receipt was there before.',
      'Ask the hall for the proof that it was filed and check again; without one, do not accept.',
    ),
  },
  FILED_AFTER_REVOCATION: {
    kind: 'invalid',
    zh: text('吊销之后存档', '回执在窗口密钥被吊销之后才存档。', '不予采信，按伪造回执线索上报。'),
    en: text(
      'Filed after revocation',
      'The receipt was filed after the window’s key was revoked.',
      'Do not accept; report as a suspected forgery.',
    ),
  },
  FILING_PROOF_REFUSED: {
    kind: 'indeterminate',
    zh: text(
      '存档证明不成立',
      '存档证明不属于这份回执，或与账本不符。',
      '向该大厅重新索取存档证明后再检查。',
    ),
    en: text(
      'Proof of filing refused',
      'The proof is not of this receipt, or does not agree with the ledger.',
      'Ask the hall for the proof again, then check again.',
    ),
  },
  SHOWN_MISMATCH: {
    kind: 'invalid',
    zh: text('与所示内容不符', '所附文件不是回执所记录的那一份。', '不予采信；请找到当时核验的文件再检查。'),
    en: text(
      'Other than shown',
      'The file at hand is not the one that the receipt records.',
      'Do not accept; find the file that was verified and check again.',
    ),
  },
  SKIPPED: {
    kind: 'skipped',
    zh: text('未检查', '没有提供可供比对的内容，或前一项未通过。', '无需处理。'),
    en: text(
      'Not checked',
      'There was nothing to compare with, or an earlier check failed.',
      'Nothing to do.',
    ),
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;

/** A stable code of the check of a verification receipt. */
export type ReceiptCode = keyof typeof receiptCodes;

/** What to show for a code. */
export function receiptMessageOf(code: ReceiptCode, language: Language): string {
  const { meaning, cause } = receiptCodes[code][language];
  return meaning + (language === 'zh' ? '：' : ': ') + cause;
}
