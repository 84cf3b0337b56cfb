import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateAuthority } from './authority.js';

/** The authority whose certificate and key lie in a folder. */
export async function authorityIn(folder: string, mspId: string): Promise<CertificateAuthority> {
  const certificate = await readFile(join(folder, 'cert.pem'), 'utf8');
  const privateKey = await readFile(join(folder, 'key.pem'), 'utf8');
  return new CertificateAuthority(mspId, { certificate, privateKey });
}
