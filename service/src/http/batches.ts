import { z } from 'zod';
import { requireScope } from '../access/index.js';
import type { Principal } from '../access/index.js';
import { receiveUpload } from '../intake/index.js';
import { decideBatch, getBatch, listBatches, submitUpload, watchBatch } from '../issuing/index.js';
import type { Batch, IssuingOptions, ProgressHub } from '../issuing/index.js';
import { eventStream } from './events.js';
import type { ServerEvent } from './events.js';
import { ofIssuer, scopedType } from './input.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';
import { batch, typeCode, uuid } from './schemas.js';

export interface BatchCapabilities {
  readonly issuing: IssuingOptions;
  readonly hub: ProgressHub;
  /** Bytes of an upload. */
  readonly uploadLimit: number;
}

export const ofBatch = ofIssuer.extend({ batch: uuid });
const PATH = '/api/v1/issuers/{issuer}/batches';
const staff = ['operator', 'approver', 'administrator'] as const;

/** The batch, if the token covers its issuer and type. */
export async function reachedBatch(
  { database }: IssuingOptions,
  principal: Principal,
  { issuer, batch: id }: z.output<typeof ofBatch>,
): Promise<Batch> {
  requireScope(principal, issuer);
  const found = await getBatch(database, issuer, id);
  requireScope(principal, issuer, found.type);
  return found;
}

/** Files of applications, issued together. */
export function batchOperations({ issuing, hub, uploadLimit }: BatchCapabilities): Operation[] {
  const { database } = issuing;
  const submit = operation({
    id: 'submitBatch',
    method: 'post',
    path: PATH,
    summary: 'Issue a certificate for every row of a CSV, or of a ZIP with a CSV and photos',
    tag: 'batches',
    roles: ['operator'],
    params: ofIssuer,
    query: z.object({
      type: typeCode,
      mode: z
        .enum(['skip-bad', 'all-or-nothing'])
        .default('skip-bad')
        .meta({ description: 'What a wrong row does to the others' }),
    }),
    body: {
      stream: ['text/csv', 'application/zip'],
      limit: uploadLimit,
      description: 'UTF-8 (with or without a byte order mark) or GB 18030; headers are titles or field keys',
    },
    idempotent: true,
    long: true,
    answers: { 202: { description: 'Taken in and checked; issuing goes on', json: batch } },
    async handle({ params, query, body, principal, idempotencyKey }) {
      const type = scopedType(principal, params.issuer, issuing.types, query.type);
      const upload = await receiveUpload(body as AsyncIterable<Uint8Array>);
      try {
        const taken = await submitUpload(issuing, upload, {
          issuer: params.issuer,
          type,
          mode: query.mode,
          submittedBy: principal.subject,
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        });
        return { status: 202, json: batchView(taken), headers: { Location: batchPath(taken) } };
      } finally {
        await upload.close();
      }
    },
  });
  const list = operation({
    id: 'listBatches',
    method: 'get',
    path: PATH,
    summary: "An issuer's batches, newest first",
    tag: 'batches',
    roles: staff,
    params: ofIssuer,
    query: z.object({
      before: z.iso.datetime().optional().meta({ description: 'createdAt of the last one known' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answers: { 200: { description: 'The batches', json: z.strictObject({ batches: z.array(batch) }) } },
    async handle({ params, query, principal }) {
      requireScope(principal, params.issuer);
      const found = await listBatches(database, params.issuer, {
        limit: query.limit,
        ...(query.before !== undefined && { before: new Date(query.before) }),
      });
      const reached = found.filter(({ type }) => principal.types?.includes(type) ?? true);
      return { status: 200, json: { batches: reached.map(batchView) } };
    },
  });
  const get = operation({
    id: 'getBatch',
    method: 'get',
    path: `${PATH}/{batch}`,
    summary: 'How far a batch is',
    tag: 'batches',
    roles: staff,
    params: ofBatch,
    answers: { 200: { description: 'The batch', json: batch } },
    handle: async ({ params, principal }) => ({
      status: 200,
      json: batchView(await reachedBatch(issuing, principal, params)),
    }),
  });
  const events = operation({
    id: 'watchBatch',
    method: 'get',
    path: `${PATH}/{batch}/events`,
    summary: 'The batch now and after every change, until it is issued and anchored, as server-sent events',
    tag: 'batches',
    roles: staff,
    params: ofBatch,
    long: true,
    answers: { 200: { description: 'Events `batch`, each with a Batch', media: 'text/event-stream' } },
    async handle({ params, principal, signal }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      const states = watchBatch(database, hub, issuer, id, signal);
      return { status: 200, stream: eventStream(asEvents(states), signal) };
    },
  });
  const decide = operation({
    id: 'decideBatch',
    method: 'post',
    path: `${PATH}/{batch}/decision`,
    summary: 'Approve or reject a batch that waits for a second pair of eyes',
    tag: 'batches',
    roles: ['approver'],
    params: ofBatch,
    body: { json: z.strictObject({ approve: z.boolean() }) },
    answers: { 200: { description: 'The batch as it is now', json: batch } },
    async handle({ params, body, principal }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      const decided = await decideBatch(database, {
        issuer,
        id,
        by: principal.subject,
        approve: body.approve,
      });
      return { status: 200, json: batchView(decided) };
    },
  });
  return [submit, list, get, events, decide];
}

async function* asEvents(states: AsyncIterable<Batch>): AsyncGenerator<ServerEvent> {
  for await (const state of states) yield { event: 'batch', data: batch.parse(batchView(state)) };
}

const batchPath = ({ issuer, id }: Batch): string => `/api/v1/issuers/${issuer}/batches/${id}`;

export function batchView({ typeVersion: _, createdAt, finishedAt, ...same }: Batch): z.input<typeof batch> {
  return { ...same, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}
