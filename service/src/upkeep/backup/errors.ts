import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

/** A backup cannot be made. */
export class BackupRefused extends Problem {
  constructor(code: string, words: Words, cause?: unknown) {
    super('unprocessable', code, words, { cause });
  }
}

/** A backup cannot be put back; nothing was changed. */
export class RestoreRefused extends Problem {
  constructor(code: string, words: Words, cause?: unknown) {
    super('unprocessable', code, words, { cause });
  }
}

export const unreadable = (file: string, cause: unknown): RestoreRefused =>
  new RestoreRefused(
    'BACKUP_UNREADABLE',
    {
      zh: `备份文件 ${file} 打不开：它不完整、被改动过，或者是加密给另一把密钥的。请核对 --identity，或改用另一份备份。`,
      en: `The backup ${file} does not open: it is cut short, was changed, or is encrypted to another key. Check --identity, or take another backup.`,
    },
    cause,
  );

export const wrongRecipient = (recipient: string, cause: unknown): BackupRefused =>
  new BackupRefused(
    'RECIPIENT_WRONG',
    {
      zh: `CERTBRIDGE_BACKUP_RECIPIENTS 中的 ${recipient} 不是公钥：请照 certbridge-service backup-key 给出的原样填写。`,
      en: `${recipient} in CERTBRIDGE_BACKUP_RECIPIENTS is no public key: copy it as certbridge-service backup-key prints it.`,
    },
    cause,
  );
