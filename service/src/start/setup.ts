import { z } from 'zod';
import { listIssuers } from '../certificates/issuers/index.js';
import type { KeyStore } from '../certificates/signing/index.js';
import type { Ledger } from '../ledger/adapter/index.js';
import type { Database } from '../platform/database/index.js';
import { operation } from '../platform/http/index.js';
import type { Operation } from '../platform/http/index.js';
import { permissions, reachesIssuer } from '../platform/principal/index.js';
import { bilingual } from '../platform/wire/index.js';

export interface SetupCapabilities {
  readonly database: Database;
  readonly keys: KeyStore;
  readonly ledgers: readonly Ledger[];
}

const step = z
  .strictObject({
    code: z.enum(['ISSUER_MISSING', 'KEY_MISSING', 'TYPE_NOT_APPROVED']),
    says: bilingual,
    operation: z.string().meta({ description: 'Id of the operation that does it' }),
    command: z.string().nullable().meta({ description: 'Of the command line, where it has one' }),
  })
  .meta({ id: 'SetupStep' });

type Step = z.output<typeof step>;

/** First use: what is still to do until certificates can be issued. */
export function setupOperations({ database, keys, ledgers }: SetupCapabilities): Operation[] {
  const get = operation({
    id: 'getSetup',
    method: 'get',
    path: '/api/v1/setup',
    summary: 'First use 首次使用: what is still to do until certificates can be issued, in this order',
    tag: 'reference',
    permission: permissions.getSetup,
    answers: {
      200: {
        description: 'The steps; none when all is done',
        json: z.strictObject({ steps: z.array(step) }),
      },
    },
    async handle({ principal }) {
      const issuers = (await listIssuers(database)).filter(({ code }) => reachesIssuer(principal, code));
      if (issuers.length === 0) return { status: 200, json: { steps: [ADD_ISSUER] } };
      const keyless = issuers.filter(({ code }) => !hasAllKeys(keys, code));
      const types = [...new Set(issuers.flatMap((issuer) => issuer.types))];
      const approved = await approvedTypes(ledgers);
      const steps = [
        ...keyless.map(({ code }) => makeKey(code)),
        ...types.filter((type) => !approved.has(type)).map(approveType),
      ];
      return { status: 200, json: { steps } };
    },
  });
  return [get];
}

/** A key for QR codes and PDFs, and one for credentials: each has one use. */
const hasAllKeys = (keys: KeyStore, issuer: string): boolean =>
  (['certificate', 'credential'] as const).every((use) => keys.signersOf(issuer, use).length > 0);

const ADD_ISSUER: Step = {
  code: 'ISSUER_MISSING',
  says: {
    zh: '尚无颁发机构：由管理员添加一个，其密钥随之生成。',
    en: 'There is no issuer yet: an administrator adds one, which makes its keys.',
  },
  operation: 'saveIssuer',
  command: 'certbridge add-issuer CODE --name NAME --province MSP --types TYPES',
};

const makeKey = (issuer: string): Step => ({
  code: 'KEY_MISSING',
  says: {
    zh: `颁发机构 ${issuer} 在本机没有密钥：由管理员重新保存该机构，密钥随之生成。`,
    en: `The issuer ${issuer} has no key here: an administrator saves it again, which makes one.`,
  },
  operation: 'saveIssuer',
  command: null,
});

const approveType = (type: string): Step => ({
  code: 'TYPE_NOT_APPROVED',
  says: {
    zh: `证照类型 ${type} 尚未经各省批准：由本省网络管理员提议或批准。`,
    en: `The certificate type ${type} is not approved by the provinces yet: this province's network administrator proposes or approves it.`,
  },
  operation: 'approveType',
  command: `certbridge approve-type ${type}`,
});

/** What the network has approved. @throws Problem `unavailable` where the ledger does not answer now */
async function approvedTypes([ledger]: readonly Ledger[]): Promise<ReadonlySet<string>> {
  const state = await ledger?.networkState();
  return new Set(state?.types.map(({ code }) => code));
}
