import { z } from 'zod';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { mayDecide, permissions } from '../../platform/principal/index.js';
import { instant, issuerCode, may, ofIssuer, uuid } from '../../platform/wire/index.js';
import { getIssuer } from './issuers.js';
import { decideLoosening, waitingLoosenings } from './loosening.js';
import { issuer as issuerSchema, issuerView } from './schemas.js';

export interface RuleCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
}

const { decideRuleChange } = permissions;

const ruleChange = z
  .strictObject({ id: uuid, issuer: issuerCode, proposedBy: z.string(), proposedAt: instant, may })
  .meta({ id: 'RuleChange' });

/** That one person may issue alone is decided by two. */
export function ruleOperations({ database, audit, protection }: RuleCapabilities): Operation[] {
  const list = operation({
    id: 'listRuleChanges',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/rule-changes',
    summary: 'Proposals that one person may issue alone, which wait for a second administrator',
    tag: 'reference',
    permission: permissions.listRuleChanges,
    params: ofIssuer,
    answers: {
      200: { description: 'All of them', json: z.strictObject({ changes: z.array(ruleChange) }) },
    },
    async handle({ params, principal }) {
      const waiting = await waitingLoosenings(database, params.issuer);
      const changes = waiting.map((one) => ({
        ...one,
        proposedAt: one.proposedAt.toISOString(),
        may: mayDecide(
          principal,
          { decideRuleChange },
          { issuer: params.issuer, waits: true, askedBy: one.proposedBy },
        ),
      }));
      return { status: 200, json: { changes } };
    },
  });
  const decide = operation({
    id: 'decideRuleChange',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/rule-changes/{change}/decision',
    summary: 'Approve or reject that one person may issue alone, which another administrator proposed',
    tag: 'reference',
    permission: permissions.decideRuleChange,
    params: ofIssuer.extend({ change: uuid }),
    body: { json: z.strictObject({ approve: z.boolean() }) },
    answers: { 200: { description: 'The issuer as it is now', json: issuerSchema } },
    async change({ params: { issuer, change }, body: { approve }, principal, actor }, tx) {
      await decideLoosening(tx, protection, { issuer, id: change, by: principal.subject, approve });
      const act = approve ? 'rule.loosened' : 'rule.loosening-rejected';
      await audit.record(tx, { act, by: actor, issuer, change });
      return { status: 200, json: issuerView(await getIssuer(tx, issuer), principal) };
    },
  });
  return [list, decide];
}
