import { buffer } from 'node:stream/consumers';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import type { EmbeddedTimestampAuthority } from './embedded.js';

/** Timestamps of the embedded authority, where there is one. */
export function timestampOperations(timestamps: EmbeddedTimestampAuthority | undefined): Operation[] {
  if (!timestamps) return [];
  const stamp = operation({
    id: 'getTimestamp',
    internal: true,
    method: 'post',
    path: '/timestamps',
    summary: 'A timestamp (RFC 3161) of the embedded authority',
    tag: 'feed',
    permission: 'public',
    body: { stream: ['application/timestamp-query'], limit: 4096 },
    answers: { 200: { description: 'TimeStampResp', media: 'application/timestamp-reply' } },
    handle: async ({ body }) => ({ status: 200, bytes: await timestamps.answer(await buffer(body)) }),
  });
  return [stamp];
}
