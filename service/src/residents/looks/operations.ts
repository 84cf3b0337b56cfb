import { z } from 'zod';
import { searchAudit } from '../../people/audit/index.js';
import type { Audit, AuditAct, OpenRecord } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database, Queryable } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { Problem } from '../../platform/problems/index.js';
import { instant } from '../../platform/wire/index.js';
import { residentOf } from '../own-certificates/index.js';

export interface LookCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
}

/** What somebody else did or saw with one's data. Colleagues are named by their department, never by their names. */
const ACTS = [
  'fields.seen',
  'document.seen',
  'picture.seen',
  'cards.printed',
  'counter.searched',
  'delegation.made',
  'delegation.witnessed',
  'holder.searched',
  'holder.exported',
  'documents.seen',
  'rows.seen',
  'row.seen',
  'problems.seen',
  'notes.seen',
  'rejected-rows.seen',
  'certificate.renewal-applied-for',
  'certificate.copy-applied-for',
  'status.proposed',
  'status.changed',
  'wallet.minted',
  'wallet.ended',
  'wallet.suspended',
  'correction.answered',
] as const satisfies readonly AuditAct[];

const MAX = 100;

const look = z
  .strictObject({
    record: z.int().meta({ description: 'Number of the audit record: a complaint names it' }),
    at: instant,
    act: z.string().meta({ description: 'What was done or seen, like document.seen' }),
    kind: z.enum(['person', 'system', 'resident', 'service']),
    roles: z.array(z.string()).meta({ description: 'As what they acted' }),
    issuer: z.string().nullable().meta({ description: 'The department in whose matter' }),
    issuerName: z.string().nullable(),
    certificate: z.string().nullable(),
    purpose: z.string().nullable().meta({ description: 'Why, in their own words' }),
    fields: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Which fields, where not all of what the act shows' }),
  })
  .meta({ id: 'Look' });

const page = z.strictObject({
  looks: z.array(look),
  next: z.int().nullable().meta({ description: 'Give it as `before` for what follows' }),
});

/** Who looked, and a complaint that carries the record. */
export function lookOperations({ database, audit, protection }: LookCapabilities): Operation[] {
  const list = operation({
    id: 'listLooks',
    method: 'get',
    path: '/api/v1/my/looks',
    summary: 'Who looked at one’s data or changed something about it, newest first 谁看过我',
    tag: 'residents',
    permission: permissions.listLooks,
    query: z.object({ before: z.coerce.number().int().min(1).exactOptional() }),
    answers: { 200: { description: 'A page of them', json: page } },
    async handle({ query, principal, actor }) {
      const records = await recordsAbout(database, protection, principal, { ...query, limit: MAX });
      const names = await issuerNames(database);
      await audit.look({ act: 'own-looks.seen', by: actor, found: records.length });
      const next = records.length === MAX ? (records.at(-1)?.id ?? null) : null;
      return { status: 200, json: { looks: records.map((record) => lookView(record, names)), next } };
    },
  });
  const complain = operation({
    id: 'complainAboutLook',
    method: 'post',
    path: '/api/v1/my/looks/{record}/complaint',
    summary: 'Complain about a look 投诉: it is written into the audit trail with the record, for auditors',
    tag: 'residents',
    permission: permissions.complainAboutLook,
    params: z.object({ record: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    body: { json: z.strictObject({ said: z.string().trim().max(500).default('') }) },
    answers: { 201: { description: 'Written down', json: z.strictObject({ record: z.int() }) } },
    async change({ params: { record }, body: { said }, principal, actor }, tx) {
      const [found] = await recordsAbout(tx, protection, principal, { id: record, limit: 1 });
      if (!found) throw new LookUnknown();
      const { issuer } = found;
      await audit.record(tx, {
        ...{ act: 'look.complained', by: actor, record, said },
        ...(issuer !== null && { issuer }),
      });
      return { status: 201, json: { record } };
    },
  });
  return [list, complain];
}

class LookUnknown extends Problem {
  constructor() {
    super('not-found', 'LOOK_UNKNOWN', {
      zh: '没有这条与您有关的记录：请刷新后再看。',
      en: 'No such record is about you: reload and look again.',
    });
  }
}

function recordsAbout(
  database: Queryable,
  protection: Protection,
  principal: Principal,
  query: { readonly before?: number; readonly id?: number; readonly limit: number },
): Promise<OpenRecord[]> {
  const { lookup } = residentOf(principal);
  const about = { holder: lookup, issuers: '*', acts: ACTS, notBy: principal.subject } as const;
  return searchAudit(database, protection, { ...about, ...query });
}

async function issuerNames(database: Queryable): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ code: string; name: string }>('SELECT code, name FROM issuers');
  return new Map(rows.map(({ code, name }) => [code, name]));
}

function lookView(record: OpenRecord, names: ReadonlyMap<string, string>): z.input<typeof look> {
  const { id, at, act, kind, roles, issuer, certificate, details } = record;
  const why = details?.['why'];
  const fields = details?.['fields'];
  return {
    ...{ record: id, at, act, roles: [...roles], issuer, certificate },
    kind: look.shape.kind.parse(kind),
    issuerName: issuer === null ? null : (names.get(issuer) ?? null),
    purpose: typeof why === 'string' ? why : null,
    fields: Array.isArray(fields) ? fields.map(String) : null,
  };
}
