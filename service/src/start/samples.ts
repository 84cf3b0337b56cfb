import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { encodeQrText, parseIdentifier } from '@certbridge/verifier-sdk/formats';
import { CertificateUnknown } from '../certificates/statuses/index.js';
import type { Sample } from '../platform/front-pages/index.js';
import type { Service } from './service.js';

/** One certificate of each type among the sample PDFs, as the home page shows them. */
export async function samplesOf(service: Service, paths: readonly string[]): Promise<Sample[]> {
  const ofType = new Map<string, Sample>();
  for (const path of paths) {
    const identifier = basename(path, '.pdf');
    const { type, issuer } = parseIdentifier(identifier);
    if (ofType.has(type)) continue;
    const cose = await qrOf(service, issuer, identifier);
    if (!cose) continue;
    const { name, nameEn } = service.types.newest(type);
    ofType.set(type, {
      name: { zh: name, en: nameEn },
      pdf: await readFile(path),
      pdfPath: `/samples/${identifier}.pdf`,
      verifyPath: `/v#${(await encodeQrText(cose, '')).digits}`,
    });
  }
  return [...ofType.values()];
}

/** Undefined where the data folder's samples are of another database than this one. */
async function qrOf({ issuing }: Service, issuer: string, name: string): Promise<Uint8Array | undefined> {
  try {
    return await issuing.qr(issuer, name);
  } catch (error) {
    if (error instanceof CertificateUnknown) return undefined;
    throw error;
  }
}
