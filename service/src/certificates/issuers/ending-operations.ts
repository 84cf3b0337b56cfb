import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, requireScope } from '../../platform/principal/index.js';
import { ofIssuer } from '../../platform/wire/index.js';
import { decideEnding, endIssuer } from './end.js';
import type { EndParts } from './end.js';
import type { IssuerCapabilities } from './capabilities.js';
import { ending, issuer as issuerSchema, issuerView } from './schemas.js';

/** How an issuer ends. */
export function endingOperations({ audit, protection, ledgers, holdings }: IssuerCapabilities): Operation[] {
  const parts = (tx: EndParts['tx']): EndParts => ({
    ...{ tx, protection, ledgers },
    holdings: (code) => holdings(tx, code),
  });
  const answers = { 200: { description: 'The issuer as it is now', json: issuerSchema } };
  const end = operation({
    id: 'endIssuer',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/ending',
    summary: 'Withdraw 撤销 an issuer that has issued nothing, or retire 停用 one: it issues nothing more',
    tag: 'reference',
    permission: permissions.endIssuer,
    params: ofIssuer,
    body: { json: z.strictObject({ as: ending }) },
    answers,
    async change({ params, body: { as }, principal, actor }, tx) {
      requireScope(principal, params.issuer);
      const now = await endIssuer(parts(tx), params.issuer, as, principal.subject);
      const act = now.ended === null ? 'issuer.ending-proposed' : 'issuer.ended';
      await audit.record(tx, { act, by: actor, issuer: now.code, as });
      return { status: 200, json: issuerView(now, principal) };
    },
  });
  const decide = operation({
    id: 'decideIssuerEnding',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/ending/decision',
    summary: 'Approve or reject the end of an issuer that waits for a second pair of eyes',
    tag: 'reference',
    permission: permissions.decideIssuerEnding,
    params: ofIssuer,
    body: { json: z.strictObject({ approve: z.boolean() }) },
    answers,
    async change({ params, body: { approve }, principal, actor }, tx) {
      requireScope(principal, params.issuer);
      const now = await decideEnding(parts(tx), params.issuer, approve, principal.subject);
      const act = now.ended === null ? 'issuer.ending-rejected' : 'issuer.ended';
      await audit.record(tx, { act, by: actor, issuer: now.code, as: now.ended });
      return { status: 200, json: issuerView(now, principal) };
    },
  });
  return [end, decide];
}
