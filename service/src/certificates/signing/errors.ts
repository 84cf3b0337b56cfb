import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

/** Codes of {@link SigningError}; they never change their meaning. */
export type SigningErrorCode =
  | 'KEY_UNKNOWN'
  | 'KEY_ALGORITHM_UNSUPPORTED'
  | 'KEY_STORE_UNREADABLE'
  | 'PASSPHRASE_UNUSABLE'
  | 'ISSUER_INVALID';

/** A key or certificate could not be found, read or made. */
export class SigningError extends Error {
  override readonly name = 'SigningError';

  constructor(
    readonly code: SigningErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What holds the key does not answer now, or answers wrongly: whatever needs a signature waits. */
export class KeyModuleDown extends Problem {
  constructor(
    readonly because: string,
    cause?: unknown,
  ) {
    super(
      'unavailable',
      'KEY_MODULE_DOWN',
      {
        zh: `密钥模块（PKCS#11）现在不能签名：请管理员检查（${because}）`,
        en: `The key module (PKCS#11) cannot sign now: ${because}`,
      },
      { cause },
    );
  }
}

/** No certificate may be signed with it any more, or yet: issuing waits for another key. */
export class KeyUnusable extends Problem {
  constructor(code: 'KEY_REVOKED' | 'KEY_EXPIRED' | 'KEY_NOT_CERTIFIED' | 'KEY_NOT_HERE', kid: string) {
    super('unavailable', code, {
      zh: `签名密钥 ${kid} ${reasons[code].zh}`,
      en: `The signing key ${kid} ${reasons[code].en}`,
    });
  }
}

const reasons = {
  KEY_REVOKED: {
    zh: '已吊销：请轮换到另一把（certbridge key rotate）。',
    en: 'is revoked: rotate to another ("certbridge key rotate").',
  },
  KEY_EXPIRED: {
    zh: '的证书已过期：请轮换到另一把（certbridge key rotate）。',
    en: 'has a certificate that has expired: rotate to another ("certbridge key rotate").',
  },
  KEY_NOT_CERTIFIED: {
    zh: '还没有证书：请导入证书机构的答复（certbridge key import）。',
    en: 'has no certificate yet: import the authority’s answer ("certbridge key import").',
  },
  KEY_NOT_HERE: {
    zh: '不在本机的密钥库中：请取来密钥文件，或轮换到另一把。',
    en: 'is not in the key store of this machine: bring its files, or rotate to another.',
  },
} as const;

/** What was handed in as a key or a certificate cannot be taken. */
export class KeyRefused extends Problem {
  constructor(
    code:
      | 'KEY_FILE_UNREADABLE'
      | 'KEY_FILE_PASSPHRASE'
      | 'KEY_NOT_SUPPORTED'
      | 'CERTIFICATE_UNREADABLE'
      | 'CERTIFICATE_OF_OTHER_KEY'
      | 'CERTIFICATE_NOT_VALID_NOW'
      | 'CERTIFICATE_USAGE'
      | 'CHAIN_INCOMPLETE'
      | 'KEY_ALREADY_HERE'
      | 'AUTHORITY_NOT_EMBEDDED',
    words: Words,
    cause?: unknown,
  ) {
    super('unprocessable', code, words, { cause });
  }
}

export const keyAlreadyHere = (kid: string): KeyRefused =>
  new KeyRefused('KEY_ALREADY_HERE', {
    zh: `密钥 ${kid} 已在密钥库中。`,
    en: `The key ${kid} is in the store already.`,
  });

export const certificateOfOtherKey = (issuer: string): KeyRefused =>
  new KeyRefused('CERTIFICATE_OF_OTHER_KEY', {
    zh: `这些证书都不是 ${issuer} 在此的密钥的：请导入对“certbridge key request”的答复。`,
    en: `None of the certificates is of a key of ${issuer} here: import the answer to "certbridge key request".`,
  });

/** Departments' own authorities certify here: a key is asked for, and its certificate imported. */
export class AuthorityNotEmbedded extends KeyRefused {
  constructor() {
    super('AUTHORITY_NOT_EMBEDDED', {
      zh: '本服务不自行认证密钥：请先“certbridge key request”，取得本部门证书机构的答复后“certbridge key import”。',
      en: 'This service certifies no keys of its own: "certbridge key request", then "certbridge key import" with the answer of the department’s authority, come first.',
    });
  }
}
