import { Problem } from '../../platform/problems/index.js';

/** Encrypted data does not open: wrong key, wrong place or changed bytes. */
export class DecryptionFailed extends Problem {
  constructor(what: string) {
    super(
      'internal',
      'SEAL_BROKEN',
      `${what} cannot be opened: it was changed, moved, or encrypted under another key.`,
    );
  }
}

/** The master key is missing, unreadable, or of the wrong form. */
export class MasterKeyRefused extends Problem {
  constructor(message: string, cause?: unknown) {
    super('internal', 'MASTER_KEY_REFUSED', message, { cause });
  }
}
