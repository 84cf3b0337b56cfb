import { Problem } from '../../platform/problems/index.js';

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
  constructor(because: string, cause?: unknown) {
    super('unavailable', 'KEY_MODULE_DOWN', `The key module (PKCS#11) cannot sign now: ${because}`, {
      cause,
    });
  }
}

/** No certificate may be signed with it any more, or yet: issuing waits for another key. */
export class KeyUnusable extends Problem {
  constructor(code: 'KEY_REVOKED' | 'KEY_EXPIRED' | 'KEY_NOT_CERTIFIED' | 'KEY_NOT_HERE', kid: string) {
    super('unavailable', code, `The signing key ${kid} ${reasons[code]}`);
  }
}

const reasons = {
  KEY_REVOKED: 'is revoked: rotate to another ("certbridge key rotate").',
  KEY_EXPIRED: 'has a certificate that has expired: rotate to another ("certbridge key rotate").',
  KEY_NOT_CERTIFIED: 'has no certificate yet: import the authority’s answer ("certbridge key import").',
  KEY_NOT_HERE: 'is not in the key store of this machine: bring its files, or rotate to another.',
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
    message: string,
    cause?: unknown,
  ) {
    super('unprocessable', code, message, { cause });
  }
}
