import { readFile } from 'node:fs/promises';
import { Problem } from '../../platform/problems/index.js';

/** Every certificate of these PEM files. @throws Problem `TIMESTAMP_ROOTS_WRONG` where one has none */
export async function readTimestampRoots(files: readonly string[]): Promise<Buffer[]> {
  return (await Promise.all(files.map(certificatesIn))).flat();
}

async function certificatesIn(file: string): Promise<Buffer[]> {
  const text = await readFile(file, 'latin1').catch(() => '');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 0) return blocks.map((block) => Buffer.from(block));
  throw new Problem('invalid', 'TIMESTAMP_ROOTS_WRONG', {
    zh: `CERTBRIDGE_TIMESTAMP_ROOTS 所指的 ${file} 应是含证书的 PEM 文件。`,
    en: `CERTBRIDGE_TIMESTAMP_ROOTS names ${file}: it should be a PEM file with certificates.`,
  });
}
