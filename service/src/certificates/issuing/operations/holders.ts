import { z } from 'zod';
import { permissions } from '../../../platform/principal/index.js';
import type { Issuing } from '../issuing.js';
import { Problem } from '../../../platform/problems/index.js';
import { ofIssuer } from '../../../platform/wire/index.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';

/** Personal Information Protection Law (个人信息保护法) §47: deletion. */
export function holderOperations(issuing: Issuing): Operation[] {
  const forget = operation({
    id: 'forgetHolder',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/holders/deletion',
    summary: "Delete a holder's data and key; hashes and certIds stay, which say nothing",
    tag: 'holders',
    permission: permissions.forgetHolder,
    params: ofIssuer,
    body: { json: z.strictObject({ holderNumber: z.string().min(1).max(100) }) },
    answers: { 200: { description: 'Gone', json: z.strictObject({ deleted: z.literal(true) }) } },
    async handle({ params, body }) {
      const deleted = await issuing.forgetHolder(params.issuer, body.holderNumber);
      if (!deleted) throw new Problem('not-found', 'HOLDER_UNKNOWN', 'This issuer has no such holder.');
      return { status: 200, json: { deleted } };
    },
  });
  return [forget];
}
