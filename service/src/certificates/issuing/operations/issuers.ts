import { z } from 'zod';
import { reachesIssuer, requireScope } from '../../../people/sign-in/index.js';
import type { Database } from '../../../platform/database/index.js';
import { getIssuer, listIssuers, saveIssuer } from '../index.js';
import type { Issuer } from '../index.js';
import { approveTypes } from '../../../ledger/adapter/index.js';
import type { Ledger } from '../../../ledger/adapter/index.js';
import { Problem } from '../../../platform/problems/index.js';
import type { KeyStore } from '../../signing/index.js';
import type { CertificateType, CertificateTypes } from '../../types/index.js';
import { ofIssuer } from './input.js';
import { operation } from '../../../platform/http/operation.js';
import type { Operation } from '../../../platform/http/operation.js';
import { certificateType, issuer as issuerSchema, typeCode } from '../../../platform/http/schemas.js';

export interface ReferenceCapabilities {
  readonly database: Database;
  readonly types: CertificateTypes;
  readonly keys: KeyStore;
  /** Of the provinces in whose name this service can write. */
  readonly ledgers: readonly Ledger[];
}

/** What certificates there can be, and who issues them. */
export function referenceOperations({ database, types, keys, ledgers }: ReferenceCapabilities): Operation[] {
  const mspIds = ledgers.map(({ mspId }) => mspId);
  const listTypes = operation({
    id: 'listTypes',
    method: 'get',
    path: '/api/v1/types',
    summary: 'The certificate types 证照类型, each in its newest version',
    tag: 'reference',
    answers: {
      200: { description: 'All of them', json: z.strictObject({ types: z.array(certificateType) }) },
    },
    handle: () => Promise.resolve({ status: 200, json: { types: types.list().map(typeView) } }),
  });
  const list = operation({
    id: 'listIssuers',
    method: 'get',
    path: '/api/v1/issuers',
    summary: "The issuers 颁发机构 within the token's reach",
    tag: 'reference',
    roles: ['operator', 'approver', 'administrator'],
    answers: {
      200: { description: 'All of them', json: z.strictObject({ issuers: z.array(issuerSchema) }) },
    },
    async handle({ principal }) {
      const issuers = await listIssuers(database);
      const reached = issuers.filter(({ code }) => reachesIssuer(principal, code));
      return { status: 200, json: { issuers: reached.map(issuerView) } };
    },
  });
  const save = operation({
    id: 'saveIssuer',
    method: 'put',
    path: '/api/v1/issuers/{issuer}',
    summary: 'Add an issuer, making its keys; or change its name, types and four-eyes rule',
    tag: 'reference',
    roles: ['administrator'],
    params: ofIssuer,
    body: {
      json: z.strictObject({
        name: z.string().min(1).max(200),
        mspId: z
          .string()
          .min(1)
          .max(64)
          .meta({ description: 'The province whose ledger client writes its log' }),
        types: z.array(typeCode).min(1).max(200),
        fourEyes: z.boolean().default(false),
        algorithm: z.enum(['ES256', 'RS256']).default('ES256'),
      }),
    },
    answers: { 200: { description: 'The issuer as it is now', json: issuerSchema } },
    async handle({ params, body, principal }) {
      requireScope(principal, params.issuer);
      if (!mspIds.includes(body.mspId)) {
        throw new Problem(
          'unprocessable',
          'PROVINCE_NOT_HERE',
          `This service writes to the ledger for ${mspIds.join(', ')}, not for ${body.mspId}.`,
        );
      }
      const codes = body.types.map((type) => types.newest(type).code);
      const saved = await saveIssuer(database, keys, { ...body, code: params.issuer, types: codes });
      return { status: 200, json: issuerView(saved) };
    },
  });
  const get = operation({
    id: 'getIssuer',
    method: 'get',
    path: '/api/v1/issuers/{issuer}',
    summary: 'One issuer',
    tag: 'reference',
    roles: ['operator', 'approver', 'administrator'],
    params: ofIssuer,
    answers: { 200: { description: 'The issuer', json: issuerSchema } },
    async handle({ params, principal }) {
      requireScope(principal, params.issuer);
      return { status: 200, json: issuerView(await getIssuer(database, params.issuer)) };
    },
  });
  const approve = operation({
    id: 'approveType',
    method: 'post',
    path: '/api/v1/types/{type}/approval',
    summary:
      'Propose a certificate type to the network, or approve it, for the provinces whose administrators are here',
    tag: 'reference',
    roles: ['administrator'],
    params: z.object({ type: typeCode }),
    answers: {
      200: {
        description: 'Whether the network has approved it, or waits for other provinces',
        json: z.strictObject({ type: z.string(), approved: z.boolean() }),
      },
    },
    async handle({ params }) {
      const { code, name } = types.newest(params.type);
      const waiting = await approveTypes(ledgers, [{ code, name }]);
      return { status: 200, json: { type: code, approved: waiting.length === 0 } };
    },
  });
  return [listTypes, list, get, save, approve];
}

function typeView({ code, version, slug, name, nameEn, holder, schema }: CertificateType): unknown {
  return { code, version, slug, name, nameEn, holder, schema };
}

function issuerView({ code, name, mspId, types, fourEyes }: Issuer): unknown {
  return { code, name, mspId, types, fourEyes };
}
