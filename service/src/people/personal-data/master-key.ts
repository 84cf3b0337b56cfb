import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createPrivateFile } from '../../platform/files/index.js';
import { MasterKeyRefused } from './errors.js';

const LENGTH = 32;

/** Parses 32 bytes in base64 (44 characters), as `openssl rand -base64 32` prints them. */
export function parseMasterKey(text: string, from: string): Buffer {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64');
  if (key.length !== LENGTH || key.toString('base64') !== trimmed) {
    throw new MasterKeyRefused(
      `${from} must hold 32 random bytes in base64 (44 characters); "openssl rand -base64 32" makes one.`,
    );
  }
  return key;
}

/**
 * Reads the master key file, or makes it when it is not there. It is written
 * with mode 0600, and a file that others may read is refused.
 */
export async function masterKeyFile(path: string): Promise<Buffer> {
  await create(path);
  const file = await open(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw new MasterKeyRefused(`The master key file ${path} cannot be read.`, cause);
  });
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
      throw new MasterKeyRefused(
        `The master key file ${path} may be read by others: run "chmod 600 ${path}".`,
      );
    }
    return parseMasterKey(await readFile(file, 'utf8'), `The master key file ${path}`);
  } finally {
    await file.close();
  }
}

async function create(path: string): Promise<void> {
  try {
    // Encrypted rows without their key are lost: the key must be on disk before the first row is.
    await createPrivateFile(path, `${randomBytes(LENGTH).toString('base64')}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new MasterKeyRefused(`The master key file ${path} cannot be written.`, error);
  }
}
