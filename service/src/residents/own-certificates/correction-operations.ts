import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Audit } from '../../people/audit/index.js';
import type { Cell, HolderData, Protection } from '../../people/personal-data/index.js';
import type { Database, Queryable, Transaction } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, requireScope } from '../../platform/principal/index.js';
import { certId, instant, ofIssuer, uuid } from '../../platform/wire/index.js';
import { CorrectionUnknown, TooManyCorrections } from './errors.js';
import { openHeld, residentOf } from './held.js';

export interface CorrectionCapabilities {
  readonly database: Database;
  readonly protection: Protection;
  readonly audit: Audit;
}

/** Of a certificate. */
const MAX_WAITING = 3;

const said = z.string().trim().min(1).max(500);

const correction = z
  .strictObject({
    id: uuid,
    certificate: certId,
    said: z.string().meta({ description: 'What is wrong, in the holder’s words' }),
    answer: z.string().nullable(),
    createdAt: instant,
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'Correction' });

const corrections = z.strictObject({ corrections: z.array(correction) });

/** What holders say is wrong 更正申请, and what the department answers. A correction itself is a renewal. */
export function correctionOperations(capabilities: CorrectionCapabilities): Operation[] {
  return [asking(capabilities), ...reading(capabilities), answering(capabilities)];
}

function asking({ protection, audit }: CorrectionCapabilities): Operation {
  return operation({
    id: 'askCorrection',
    method: 'post',
    path: '/api/v1/my/certificates/{certificate}/corrections',
    summary: 'Tell the department that something on one’s certificate is wrong',
    tag: 'residents',
    permission: permissions.askCorrection,
    params: z.object({ certificate: certId }),
    body: { json: z.strictObject({ said }) },
    answers: { 201: { description: 'Taken in', json: correction } },
    async change({ params: { certificate }, body, principal, actor }, tx) {
      const { lookup } = residentOf(principal);
      const held = await openHeld(tx, protection, { certificate, lookup }, 'FOR UPDATE');
      const { issuer, holder, key, certId: id } = held;
      await demandFewCorrections(tx, id);
      const made = { id: randomUUID(), said: body.said, createdAt: new Date() };
      await tx.query(
        `INSERT INTO corrections (id, issuer, certificate, holder, said, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
        [made.id, issuer, id, holder, key.encryptJson(made.said, cell('said', made.id)), made.createdAt],
      );
      await audit.record(tx, {
        act: 'correction.asked',
        by: actor,
        issuer,
        certificate,
        correction: made.id,
      });
      const json = {
        ...made,
        certificate,
        answer: null,
        createdAt: made.createdAt.toISOString(),
        answeredAt: null,
      };
      return { status: 201, json };
    },
  });
}

/** Of a certificate whose row is locked, so that nobody counts meanwhile. @throws TooManyCorrections */
async function demandFewCorrections(tx: Transaction, certificate: Buffer): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT FROM corrections WHERE certificate = $1 AND answered_at IS NULL',
    [certificate],
  );
  if ((rowCount ?? 0) >= MAX_WAITING) throw new TooManyCorrections(MAX_WAITING);
}

function reading({ database, protection, audit }: CorrectionCapabilities): Operation[] {
  const own = operation({
    id: 'listOwnCorrections',
    method: 'get',
    path: '/api/v1/my/corrections',
    summary: 'The corrections that one asked for, and their answers',
    tag: 'residents',
    permission: permissions.listOwnCorrections,
    answers: { 200: { description: 'All of them', json: corrections } },
    async handle({ principal }) {
      const { lookup } = residentOf(principal);
      return {
        status: 200,
        json: { corrections: await found(database, protection, 'h.lookup = $1', [lookup]) },
      };
    },
  });
  const open = operation({
    id: 'listCorrections',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/corrections',
    summary: 'Corrections that wait for an answer, oldest first',
    tag: 'residents',
    permission: permissions.listCorrections,
    params: ofIssuer,
    answers: { 200: { description: 'All of them', json: corrections } },
    async handle({ params: { issuer }, principal, actor }) {
      requireScope(principal, issuer);
      const waiting = `k.issuer = $1 AND k.answered_at IS NULL AND ($2 OR c.type = ANY($3))`;
      const { types } = principal;
      const list = await found(database, protection, waiting, [
        issuer,
        types === '*',
        types === '*' ? [] : types,
      ]);
      await audit.look({ act: 'corrections.seen', by: actor, issuer, found: list.length });
      return { status: 200, json: { corrections: list } };
    },
  });
  return [own, open];
}

function answering({ protection, audit }: CorrectionCapabilities): Operation {
  return operation({
    id: 'answerCorrection',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/corrections/{correction}/answer',
    summary: 'Answer a correction that a holder asked for',
    tag: 'residents',
    permission: permissions.answerCorrection,
    params: ofIssuer.extend({ correction: uuid }),
    body: { json: z.strictObject({ answer: said }) },
    answers: { 200: { description: 'With its answer', json: correction } },
    async change({ params: { issuer, correction: id }, body: { answer }, principal, actor }, tx) {
      requireScope(principal, issuer);
      const { rows } = await tx.query<CorrectionRow>(
        `SELECT k.*, h.wrapped_key, c.type FROM corrections k JOIN holders h ON h.id = k.holder
         JOIN certificates c ON c.cert_id = k.certificate
         WHERE k.id = $1 AND k.issuer = $2 AND k.answered_at IS NULL FOR UPDATE OF k`,
        [id, issuer],
      );
      const [row] = rows;
      if (!row) throw new CorrectionUnknown();
      requireScope(principal, issuer, row.type);
      const key = protection.holderKey(row.holder, row.wrapped_key);
      const at = new Date();
      const kept = key.encryptJson(answer, cell('answer', id));
      await tx.query('UPDATE corrections SET answer = $2, answered_at = $3 WHERE id = $1', [id, kept, at]);
      const certificate = row.certificate.toString('hex');
      await audit.record(tx, { act: 'correction.answered', by: actor, issuer, certificate, correction: id });
      return { status: 200, json: view({ ...row, answer: kept, answered_at: at }, protection) };
    },
  });
}

const cell = (column: 'said' | 'answer', row: string): Cell => ({
  table: 'corrections',
  column,
  row,
});

interface CorrectionRow extends Record<string, unknown> {
  readonly id: string;
  readonly certificate: Buffer;
  /** Of the certificate. */
  readonly type: string;
  readonly holder: string;
  readonly wrapped_key: Buffer;
  readonly said: Buffer;
  readonly answer: Buffer | null;
  readonly created_at: Date;
  readonly answered_at: Date | null;
}

/** What holders said is wrong, and what was answered. */
export const correctionData = (protection: Protection): HolderData => ({
  kind: 'corrections',
  async forget(tx, { holder }) {
    await tx.query('DELETE FROM corrections WHERE holder = $1', [holder]);
  },
  async export(database, { holder }) {
    return { records: await found(database, protection, 'k.holder = $1', [holder], 'ALL') };
  },
});

async function found(
  database: Queryable,
  protection: Protection,
  condition: string,
  values: readonly unknown[],
  most: 'ALL' | 500 = 500,
): Promise<z.input<typeof correction>[]> {
  const { rows } = await database.query<CorrectionRow>(
    `SELECT k.*, h.wrapped_key, c.type FROM corrections k JOIN holders h ON h.id = k.holder
     JOIN certificates c ON c.cert_id = k.certificate WHERE ${condition} ORDER BY k.created_at LIMIT ${most}`,
    values,
  );
  return rows.map((row) => view(row, protection));
}

function view(row: CorrectionRow, protection: Protection): z.input<typeof correction> {
  const key = protection.holderKey(row.holder, row.wrapped_key);
  return {
    ...{ id: row.id, certificate: row.certificate.toString('hex') },
    said: String(key.decryptJson(row.said, cell('said', row.id))),
    answer: row.answer && String(key.decryptJson(row.answer, cell('answer', row.id))),
    createdAt: row.created_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}
