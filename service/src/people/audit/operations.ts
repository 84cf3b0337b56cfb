import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { NotAllowed, permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { certId, instant, issuerCode, uuid } from '../../platform/wire/index.js';
import type { Protection } from '../personal-data/index.js';
import type { Audit } from './audit.js';
import { exportAudit, searchAudit } from './search.js';
import type { AuditQuery, OpenRecord } from './search.js';

export interface AuditCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  /** The look-up of a holder's number, as holders are kept by it. */
  readonly holderLookup: (number: string) => Buffer;
}

const record = z
  .strictObject({
    id: z.int(),
    position: z
      .int()
      .nullable()
      .meta({ description: 'Of its leaf in the tree; null while it is not sealed' }),
    at: instant,
    act: z.string(),
    kind: z.string(),
    actor: z.string(),
    roles: z.array(z.string()).readonly(),
    issuer: z.string().nullable(),
    batch: z.string().nullable(),
    certificate: z.string().nullable(),
    subject: z.string().nullable().meta({ description: 'On whom: a pseudonym' }),
    request: z.string().nullable(),
    filed: z.string().nullish().meta({ description: 'SHA-256 of what was filed with it' }),
    details: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'From where, why, and what the act says; null once their key is destroyed' }),
  })
  .meta({ id: 'AuditRecord' });

const page = z.strictObject({
  records: z.array(record),
  next: z.int().nullable().meta({ description: 'Give it as `before` for what follows' }),
});

const limit = { max: 500, usual: 100 } as const;

/** What was written down, for auditors. */
export function auditOperations({
  database,
  audit,
  protection,
  holderLookup,
}: AuditCapabilities): Operation[] {
  const found = async (query: AuditQuery): Promise<z.input<typeof page>> => {
    const records: OpenRecord[] = await searchAudit(database, protection, query);
    return { records, next: nextOf(records, query.limit) };
  };
  const search = operation({
    id: 'searchAudit',
    method: 'get',
    path: '/api/v1/audit/records',
    summary: 'What was done and seen 审计记录, newest first',
    tag: 'audit',
    permission: permissions.searchAudit,
    query: z.object({
      act: z.string().max(100).exactOptional(),
      actor: z.string().max(200).exactOptional().meta({ description: 'The stable id of a person or system' }),
      issuer: issuerCode.exactOptional(),
      batch: uuid.exactOptional(),
      certificate: certId.exactOptional(),
      before: z.coerce.number().int().min(1).exactOptional(),
      limit: z.coerce.number().int().min(1).max(limit.max).default(limit.usual),
    }),
    answers: { 200: { description: 'A page of them', json: page } },
    async handle({ query, principal, actor }) {
      const json = await found({ ...query, issuers: principal.issuers });
      await audit.look({ act: 'audit.searched', by: actor, found: json.records.length });
      return { status: 200, json };
    },
  });
  const ofHolder = operation({
    id: 'searchAuditOfHolder',
    quota: 'look-up',
    method: 'post',
    path: '/api/v1/audit/holder-search',
    // The number is personal: it must not be part of an address, which proxies log.
    summary: "Who did something with a holder's data, or looked at it",
    tag: 'audit',
    permission: permissions.searchAuditOfHolder,
    body: {
      json: z.strictObject({
        holderNumber: z.string().min(1).max(100),
        before: z.int().min(1).exactOptional(),
        limit: z.int().min(1).max(limit.max).default(limit.usual),
      }),
    },
    answers: { 200: { description: 'A page of them', json: page } },
    async handle({ body: { holderNumber, ...paging }, principal, actor }) {
      const holder = holderLookup(holderNumber);
      const json = await found({ ...paging, holder, issuers: principal.issuers });
      await audit.look({ act: 'audit.searched', by: actor, found: json.records.length });
      return { status: 200, json };
    },
  });
  const whole = operation({
    id: 'exportAudit',
    method: 'get',
    path: '/api/v1/audit/export',
    summary: 'All records with their leaves, details encrypted: "certbridge audit verify" checks it offline',
    tag: 'audit',
    permission: permissions.exportAudit,
    long: true,
    answers: { 200: { description: 'JSON lines', media: 'application/x-ndjson' } },
    async handle({ principal, actor }) {
      requireAllIssuers(principal);
      await audit.look({ act: 'audit.exported', by: actor });
      return { status: 200, stream: Readable.from(lines(database)) };
    },
  });
  return [search, ofHolder, whole];
}

function requireAllIssuers({ issuers }: Principal): void {
  if (issuers !== '*')
    throw new NotAllowed({
      zh: '这需要涵盖全部颁发机构的权限。',
      en: 'This needs a scope that covers all issuers.',
    });
}

async function* lines(database: Database): AsyncGenerator<string> {
  for await (const one of exportAudit(database)) yield `${JSON.stringify(one)}\n`;
}

const nextOf = (records: readonly OpenRecord[], max: number): number | null =>
  records.length === max ? (records.at(-1)?.id ?? null) : null;
