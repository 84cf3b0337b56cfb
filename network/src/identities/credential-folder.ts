import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateAuthority } from './authority.js';
import type { Credential } from './authority.js';

/** Writes a certificate and its key into a folder; refuses to overwrite anything. */
export async function writeCredential(folder: string, credential: Credential): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'cert.pem'), credential.certificate, { flag: 'wx' });
  await writeFile(join(folder, 'key.pem'), credential.privateKey, { flag: 'wx', mode: 0o600 });
}

export async function readCredential(folder: string): Promise<Credential> {
  const [certificate, privateKey] = await Promise.all([
    readFile(join(folder, 'cert.pem'), 'utf8'),
    readFile(join(folder, 'key.pem'), 'utf8'),
  ]);
  return { certificate, privateKey };
}

/** The authority whose certificate and key lie in a folder. */
export async function authorityIn(folder: string, mspId: string): Promise<CertificateAuthority> {
  return new CertificateAuthority(mspId, await readCredential(folder));
}
