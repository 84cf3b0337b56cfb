import { resolve } from 'node:path';
import { define, secret } from './define.js';
import { recipients, text } from './values.js';

export const backupDefinitions = {
  CERTBRIDGE_BACKUPS: define(
    text.optional(),
    'the path of a folder for backups, on another disk than the data',
    'where certbridge-service backup puts its files. Unset, there are no backups',
  ),
  // Whoever puts the private key here by mistake does not find it in a log.
  CERTBRIDGE_BACKUP_RECIPIENTS: secret(
    recipients.optional(),
    'public keys (age1…) as certbridge-service backup-key prints them, separated by commas',
    'to whom backups are encrypted; the private keys are kept elsewhere',
  ),
};

/** Where backups go, absolute, and to whom they are encrypted. */
export interface BackupSettings {
  readonly folder: string;
  /** Public keys of age. */
  readonly recipients: readonly string[];
}

interface Values {
  readonly CERTBRIDGE_BACKUPS?: string | undefined;
  readonly CERTBRIDGE_BACKUP_RECIPIENTS?: readonly string[] | undefined;
}

export function backupFaults({
  CERTBRIDGE_BACKUPS: folder,
  CERTBRIDGE_BACKUP_RECIPIENTS: to,
}: Values): string[] {
  return (folder === undefined) === (to === undefined)
    ? []
    : ['CERTBRIDGE_BACKUPS and CERTBRIDGE_BACKUP_RECIPIENTS go together: set both or neither.'];
}

export function backupsOf({
  CERTBRIDGE_BACKUPS: folder,
  CERTBRIDGE_BACKUP_RECIPIENTS: to,
}: Values): BackupSettings | undefined {
  return folder === undefined || to === undefined ? undefined : { folder: resolve(folder), recipients: to };
}
