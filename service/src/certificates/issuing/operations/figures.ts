import { z } from 'zod';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { permissions, requireScope } from '../../../platform/principal/index.js';
import { ofIssuer } from '../../../platform/wire/index.js';
import type { Issuing } from '../issuing.js';

const count = z.int().min(0);

const figures = z
  .strictObject({
    issuedToday: count.meta({ description: 'Without purpose-limited copies; days in Asia/Shanghai' }),
    notAnchored: count.meta({ description: 'Issued in the last 7 days, and in no attested entry 账目 yet' }),
    expiring: count.meta({ description: 'In force, with a last day within the coming 30' }),
    submitted: count.meta({ description: 'Batches that wait for approval' }),
    returned: count,
    checked: count.meta({ description: 'Batches that are not submitted yet' }),
    issuing: count,
    proposedChanges: count.meta({ description: 'Changes of status that wait for approval' }),
  })
  .meta({ id: 'Figures' });

/** What a department sees first. */
export function figureOperations(issuing: Issuing): Operation[] {
  const get = operation({
    id: 'getFigures',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/figures',
    summary: 'What an issuer did today, and what waits, of the types in reach',
    tag: 'certificates',
    permission: permissions.getFigures,
    params: ofIssuer,
    answers: { 200: { description: 'Counts', json: figures } },
    async handle({ params, principal }) {
      requireScope(principal, params.issuer);
      const types = principal.types === '*' ? null : principal.types;
      return { status: 200, json: await issuing.figures(params.issuer, types) };
    },
  });
  return [get];
}
