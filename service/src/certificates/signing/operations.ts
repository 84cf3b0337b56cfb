import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { Problem } from '../../platform/problems/index.js';
import type { KeyStore } from './index.js';
import type { EmbeddedTimestampAuthority } from '../timestamps/index.js';
import { operation } from '../../platform/http/operation.js';
import type { Operation } from '../../platform/http/operation.js';

/** What the certificates inside PDFs point to: the authority's certificates and revocation lists, and timestamps. */
export function authorityOperations(
  keys: KeyStore,
  timestamps: EmbeddedTimestampAuthority | undefined,
): Operation[] {
  const file = operation({
    id: 'getAuthorityFile',
    method: 'get',
    path: '/ca/{file}',
    summary: 'A certificate (.cer) or revocation list (.crl) of the authority of document signers',
    tag: 'feed',
    params: z.object({ file: z.string().regex(/^[a-z]{1,20}\.(cer|crl)$/) }),
    answers: { 200: { description: 'DER', media: 'application/pkix-cert' } },
    handle({ params }) {
      const bytes = keys.publicFile(params.file);
      if (!bytes) throw new Problem('not-found', 'FILE_UNKNOWN', 'The authority has no such file.');
      const media = params.file.endsWith('.crl') ? 'application/pkix-crl' : 'application/pkix-cert';
      const headers = { 'Cache-Control': 'public, max-age=3600' };
      return Promise.resolve({ status: 200, bytes, media, headers });
    },
  });
  if (!timestamps) return [file];
  const stamp = operation({
    id: 'getTimestamp',
    method: 'post',
    path: '/timestamps',
    summary: 'A timestamp (RFC 3161) of the embedded authority',
    tag: 'feed',
    body: { stream: ['application/timestamp-query'], limit: 4096 },
    answers: { 200: { description: 'TimeStampResp', media: 'application/timestamp-reply' } },
    handle: async ({ body }) => ({ status: 200, bytes: await timestamps.answer(await buffer(body)) }),
  });
  return [file, stamp];
}
