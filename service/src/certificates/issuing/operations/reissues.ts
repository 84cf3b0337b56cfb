import { z } from 'zod';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { permissions } from '../../../platform/principal/index.js';
import { ofIssuer, typeCode } from '../../../platform/wire/index.js';
import type { CertificateTypes } from '../../types/index.js';
import type { Issuing } from '../issuing.js';
import { batch } from '../schemas.js';
import { batchPath, batchView } from './batch.js';
import { replayed, replayedHeaders, scopedType } from './input.js';

/** What is done about certificates whose key is not trusted any more. */
export function reissueOperations(parts: {
  readonly issuing: Issuing;
  readonly types: CertificateTypes;
}): Operation[] {
  const { issuing, types } = parts;
  const reissue = operation({
    id: 'reissueCertificates',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/reissues',
    summary: 'Issue again whatever a key has signed and is current; the new ones take the old ones’ places',
    tag: 'batches',
    permission: permissions.reissueCertificates,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        type: typeCode,
        kid: z
          .string()
          .regex(/^[0-9a-f]{16}$/)
          .meta({ description: 'The key that signed them' }),
      }),
    },
    idempotent: true,
    answers: { 202: { description: 'The batch', headers: replayedHeaders, json: batch } },
    async handle({ params: { issuer }, body, principal, idempotencyKey }) {
      scopedType(principal, issuer, types, body.type);
      const taken = await issuing.submitReissue({
        issuer,
        ...body,
        submittedBy: principal.subject,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
      const { repeated, ...made } = taken;
      const headers = { ...replayed({ repeated }), location: batchPath(made) };
      return { status: 202, headers, json: batchView(made) };
    },
  });
  return [reissue];
}
