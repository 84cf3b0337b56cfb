import { Problem } from '../../platform/problems/index.js';

/** Why a receipt is not filed; the words say what to do. */
const refusals = {
  RECEIPT_MALFORMED: {
    zh: '不是核验回执，或已损坏、被改动：请在窗口重新核验并签发。',
    en: 'This is no verification receipt, or it is damaged or was changed: verify again and sign a new one.',
  },
  RECEIPT_WINDOW_UNKNOWN: {
    zh: '回执不是由本大厅的窗口签发的：请核对签发它的电脑是否已在本大厅配对。',
    en: 'No window of this hall signed the receipt: see whether the PC that signed it is paired with this hall.',
  },
  RECEIPT_SIGNATURE_INVALID: {
    zh: '回执的签名不成立：它在签发后被改动，不予存档。',
    en: 'The signature of the receipt does not hold: it was changed after it was signed, and is not filed.',
  },
  RECEIPT_WINDOW_REVOKED: {
    zh: '签发回执的窗口密钥已被吊销：请在已配对的窗口重新核验。',
    en: 'The key of the window that signed it is revoked: verify again at a window that is paired.',
  },
  RECEIPT_NOT_CERTIFIED: {
    zh: '回执所载时间不在该窗口证书的有效期内：请校准时钟、续期后重新核验。',
    en: "The time in the receipt is outside the life of its window's certificate: set the clock, have it renewed, and verify again.",
  },
  RECEIPT_OTHER_TRUST_ANCHOR: {
    zh: '核验所用的信任锚既不是该窗口配对时的，也不是本服务的：请核对信任锚指纹，用新密钥重新配对。',
    en: "It was verified by another trust anchor than the window was paired with, and than this service's: compare the fingerprint, and pair the PC with a new key.",
  },
  RECEIPT_OF_OTHER_CONTENT: {
    zh: '随附的文件或二维码不是这份回执所核验的：请附上当时核验的那一份。',
    en: 'The file or code sent with it is not what the receipt is of: send what was verified.',
  },
  RECEIPT_OF_OTHER_CASE: {
    zh: '这份回执已归入另一办件：请为本办件另行核验。',
    en: 'This receipt belongs to another case: verify anew for this one.',
  },
} as const;

export class ReceiptRefused extends Problem {
  constructor(code: keyof typeof refusals) {
    super('unprocessable', code, refusals[code]);
  }
}

export class ReceiptUnknown extends Problem {
  constructor() {
    super('not-found', 'RECEIPT_NOT_FILED', {
      zh: '没有存档这份回执：请核对它的 SHA-256，或先存档。',
      en: 'No such receipt was filed: compare its SHA-256, or file it first.',
    });
  }
}

/** The ledger has not heard of it yet. */
export class FilingNotProven extends Problem {
  constructor() {
    super('conflict', 'FILING_NOT_PROVEN', {
      zh: '回执已存档，审计树尚未记入账本：请几分钟后再取存档证明。',
      en: 'The receipt is filed, and its audit tree is not on the ledger yet: ask again in a few minutes.',
    });
  }
}
