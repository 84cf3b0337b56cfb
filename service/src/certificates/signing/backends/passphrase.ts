import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createPrivateFile } from '../../../platform/files/index.js';
import { SigningError } from '../errors.js';

const LEAST = 16;

/** The passphrase in a file, a line end left out. @throws SigningError `PASSPHRASE_UNUSABLE` */
export async function readPassphrase(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SigningError('PASSPHRASE_UNUSABLE', `The passphrase file ${path} cannot be read.`, { cause });
  });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase.length >= LEAST && /^[\x20-\x7e]*$/.test(passphrase)) return passphrase;
  throw new SigningError(
    'PASSPHRASE_UNUSABLE',
    `The passphrase in ${path} should be one line of at least ${LEAST} ASCII characters ("openssl rand -base64 32").`,
  );
}

/** The passphrase in a file that is made, with a random one, where there is none. */
export async function readOrMakePassphrase(path: string): Promise<string> {
  await createPrivateFile(path, `${randomBytes(32).toString('base64')}\n`).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  return readPassphrase(path);
}
