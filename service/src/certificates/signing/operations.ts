import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { KeyStore } from './key-store.js';

/** What the certificates inside PDFs point to: the authority's certificates and revocation lists. */
export function authorityOperations(keys: KeyStore): Operation[] {
  const file = operation({
    id: 'getAuthorityFile',
    method: 'get',
    path: '/ca/{file}',
    summary: 'A certificate (.cer) or revocation list (.crl) of the authority of document signers',
    tag: 'feed',
    permission: 'public',
    params: z.object({ file: z.string().regex(/^[a-z]{1,20}\.(cer|crl)$/) }),
    answers: { 200: { description: 'DER', media: 'application/pkix-cert' } },
    async handle({ params }) {
      const bytes = await keys.publicFile(params.file);
      if (!bytes)
        throw new Problem('not-found', 'FILE_UNKNOWN', {
          zh: '证书机构没有这个文件。',
          en: 'The authority has no such file.',
        });
      const media = params.file.endsWith('.crl') ? 'application/pkix-crl' : 'application/pkix-cert';
      const headers = { 'Cache-Control': 'public, max-age=3600' };
      return { status: 200, bytes, media, headers };
    },
  });
  return [file];
}
