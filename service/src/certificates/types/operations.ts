import { z } from 'zod';
import { approveTypes } from '../../ledger/adapter/index.js';
import type { Ledger } from '../../ledger/adapter/index.js';
import type { Audit } from '../../people/audit/index.js';
import { operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import type { Operation } from '../../platform/http/index.js';
import { typeCode } from '../../platform/wire/index.js';
import type { CertificateTypes } from './load.js';
import type { CertificateType } from './type.js';
import { certificateType } from './schemas.js';

export interface TypeCapabilities {
  readonly types: CertificateTypes;
  /** Of the provinces in whose name this service can propose and approve. */
  readonly ledgers: readonly Ledger[];
  readonly audit: Audit;
}

/** What certificates there can be. */
export function typeOperations({ types, ledgers, audit }: TypeCapabilities): Operation[] {
  const listTypes = operation({
    id: 'listTypes',
    method: 'get',
    path: '/api/v1/types',
    summary: 'The certificate types 证照类型, each in its newest version',
    tag: 'reference',
    permission: 'public',
    answers: {
      200: { description: 'All of them', json: z.strictObject({ types: z.array(certificateType) }) },
    },
    handle: () => Promise.resolve({ status: 200, json: { types: types.list().map(typeView) } }),
  });
  const approve = operation({
    id: 'approveType',
    method: 'post',
    path: '/api/v1/types/{type}/approval',
    summary:
      'Propose a certificate type to the network, or approve it, for the provinces whose administrators are here',
    tag: 'reference',
    permission: permissions.approveType,
    params: z.object({ type: typeCode }),
    answers: {
      200: {
        description: 'Whether the network has approved it, or waits for other provinces',
        json: z.strictObject({ type: z.string(), approved: z.boolean() }),
      },
    },
    async change({ params, actor }, tx) {
      const { code, name } = types.newest(params.type);
      // Before the ledger has it: what stands there cannot be taken back when the record fails.
      await audit.record(tx, { act: 'type.approved', by: actor, type: code });
      const waiting = await approveTypes(ledgers, [{ code, name }]);
      return { status: 200, json: { type: code, approved: waiting.length === 0 } };
    },
  });
  return [listTypes, approve];
}

function typeView({ code, version, slug, name, nameEn, holder, schema }: CertificateType): unknown {
  return { code, version, slug, name, nameEn, holder, schema };
}
