import { z } from 'zod';
import { within } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, reachesIssuer, requireScope } from '../../platform/principal/index.js';
import { Problem } from '../../platform/problems/index.js';
import { ofIssuer, typeCode } from '../../platform/wire/index.js';
import { endingOperations } from './ending-operations.js';
import type { IssuerCapabilities } from './capabilities.js';
import { IssuerExists } from './errors.js';
import { findIssuer, getIssuer, listIssuers, mayIssueAlone } from './issuers.js';
import { registerIssuer } from './register.js';
import { proposeLoosening } from './loosening.js';
import { ruleOperations } from './rule-operations.js';
import { issuer as issuerSchema, issuerView } from './schemas.js';

/** Who issues certificates. */
export function issuerOperations(capabilities: IssuerCapabilities): Operation[] {
  const { database, audit, protection, types, keys, ledgers } = capabilities;
  const mspIds = ledgers.map(({ mspId }) => mspId);
  const list = operation({
    id: 'listIssuers',
    method: 'get',
    path: '/api/v1/issuers',
    summary: "The issuers 颁发机构 within the token's reach",
    tag: 'reference',
    permission: permissions.listIssuers,
    answers: {
      200: { description: 'All of them', json: z.strictObject({ issuers: z.array(issuerSchema) }) },
    },
    async handle({ principal }) {
      const issuers = await listIssuers(database);
      const reached = issuers.filter(({ code }) => reachesIssuer(principal, code));
      return { status: 200, json: { issuers: reached.map((one) => issuerView(one, principal)) } };
    },
  });
  const save = operation({
    id: 'saveIssuer',
    method: 'put',
    path: '/api/v1/issuers/{issuer}',
    summary: 'Add an issuer, making its keys; or change its name, types and four-eyes rule',
    tag: 'reference',
    permission: permissions.saveIssuer,
    params: ofIssuer,
    headers: z.object({
      'if-none-match': z.literal('*').exactOptional().meta({
        description: 'Adds only: one that is there, or has ended, is refused and stays as it is',
      }),
    }),
    body: {
      json: z.strictObject({
        name: z.string().min(1).max(200),
        mspId: z
          .string()
          .min(1)
          .max(64)
          .meta({ description: 'The province whose ledger client writes its log' }),
        authorities: z
          .array(z.string().min(1).max(200))
          .max(50)
          .default([])
          .meta({ description: 'Further names that its certificates may show as 签发机关, of branches' }),
        types: z.array(typeCode).min(1).max(200),
        fourEyes: z.boolean().optional().meta({
          description:
            'Left out, it stays as it is; of a new issuer false. From true to false two people decide',
        }),
        algorithm: z.enum(['ES256', 'RS256']).exactOptional().meta({
          description: 'Of the key that signs its PDFs. Left out, it stays as it is; of a new issuer ES256',
        }),
      }),
    },
    answers: {
      200: { description: 'The issuer as it is now', json: issuerSchema },
      202: {
        description: 'Saved; that one person may issue alone waits for a second administrator',
        json: issuerSchema,
      },
    },
    async change({ params, headers, body, principal, actor }, tx) {
      requireScope(principal, params.issuer);
      // Also where there is no row yet that could be locked.
      await tx.lock(`certbridge/issuer/${params.issuer}`);
      const before = await findIssuer(tx, params.issuer, 'FOR UPDATE');
      if (before && headers['if-none-match'] !== undefined) throw new IssuerExists(before);
      const ledger = ledgers.find(({ mspId }) => mspId === body.mspId);
      if (!ledger) {
        throw new Problem('unprocessable', 'PROVINCE_NOT_FOUND', {
          zh: `本服务只为 ${mspIds.join('、')} 记账，不为 ${body.mspId} 记账。`,
          en: `This service writes to the ledger for ${mspIds.join(', ')}, not for ${body.mspId}.`,
        });
      }
      const codes = new Set(body.types.map((type) => types.newest(type).code));
      // As the service wrote it: what somebody else wrote into the database is not taken over.
      const asked = before !== undefined && !mayIssueAlone(protection, before);
      const loosens = asked && body.fourEyes === false;
      const rule = loosens || (body.fourEyes ?? asked);
      const wanted = { ...body, code: params.issuer, types: [...codes], fourEyes: rule };
      const parts = { database: within(database, tx), protection, keys, ledger };
      const saved = await registerIssuer(parts, wanted);
      const proposed = loosens && (await proposeLoosening(tx, protection, saved.code, principal.subject));
      const { code: issuer, name, types: issues, fourEyes } = saved;
      const said = { by: actor, issuer, name, types: issues, fourEyes };
      await audit.record(tx, { act: 'issuer.saved', ...said, ...(proposed && { loosening: proposed.id }) });
      return { status: proposed ? 202 : 200, json: issuerView(saved, principal) };
    },
  });
  const get = operation({
    id: 'getIssuer',
    method: 'get',
    path: '/api/v1/issuers/{issuer}',
    summary: 'One issuer',
    tag: 'reference',
    permission: permissions.getIssuer,
    params: ofIssuer,
    answers: { 200: { description: 'The issuer', json: issuerSchema } },
    async handle({ params, principal }) {
      requireScope(principal, params.issuer);
      return { status: 200, json: issuerView(await getIssuer(database, params.issuer), principal) };
    },
  });
  return [list, get, save, ...ruleOperations(capabilities), ...endingOperations(capabilities)];
}
