import { z } from 'zod';
import type { Audit } from '../../../people/audit/index.js';
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
  readonly audit: Audit;
  readonly types: CertificateTypes;
}): Operation[] {
  const { issuing, audit, types } = parts;
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
    async change({ params: { issuer }, body, principal, actor, idempotencyKey }, tx) {
      scopedType(principal, issuer, types, body.type);
      const taken = await issuing.within(tx).submitReissue({
        issuer,
        ...body,
        submittedBy: principal.subject,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
      const { repeated, ...made } = taken;
      if (!repeated) {
        const { id, rows } = made;
        const act = 'reissue.applied-for';
        await audit.record(tx, { act, by: actor, issuer, batch: id, kid: body.kid, rows });
      }
      const headers = { ...replayed({ repeated }), location: batchPath(made) };
      return { status: 202, headers, json: batchView(made, principal) };
    },
  });
  return [reissue];
}
