import { Readable } from 'node:stream';
import { z } from 'zod';
import { permissions, reachesType, requireScope } from '../../../platform/principal/index.js';
import { batchStates } from '../batch-state.js';
import type { Batch } from '../batches.js';
import { linesSeen } from '../../../people/audit/index.js';
import { eventStream, eventStreamHeaders } from '../../../platform/http/index.js';
import type { ServerEvent } from '../../../platform/http/index.js';
import { ofIssuer } from '../../../platform/wire/index.js';
import { BATCHES, batchView, jsonLines, ofBatch, reachedBatch } from './batch.js';
import { batchPaperOperations } from './batch-papers.js';
import { batchStateOperations } from './batch-states.js';
import { reviewOperations } from './review.js';
import { submissionOperations } from './submissions.js';
import type { SubmissionCapabilities } from './submissions.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import { batch, rowProblem } from '../schemas.js';

/** Files of applications, issued together. */
export function batchOperations(parts: SubmissionCapabilities): Operation[] {
  const { issuing, audit, protection } = parts;
  const list = operation({
    id: 'listBatches',
    method: 'get',
    path: BATCHES,
    summary: "An issuer's batches, newest first",
    tag: 'batches',
    permission: permissions.listBatches,
    params: ofIssuer,
    query: z.object({
      before: z.iso.datetime().optional().meta({ description: 'createdAt of the last one known' }),
      state: z.enum(batchStates).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answers: { 200: { description: 'The batches', json: z.strictObject({ batches: z.array(batch) }) } },
    async handle({ params, query, principal }) {
      requireScope(principal, params.issuer);
      const found = await issuing.batches(params.issuer, {
        limit: query.limit,
        ...(query.before !== undefined && { before: new Date(query.before) }),
        ...(query.state !== undefined && { state: query.state }),
      });
      const reached = found.filter(({ type }) => reachesType(principal, type));
      return { status: 200, json: { batches: reached.map((one) => batchView(one, principal)) } };
    },
  });
  const get = operation({
    id: 'getBatch',
    method: 'get',
    path: `${BATCHES}/{batch}`,
    summary: 'How far a batch is',
    tag: 'batches',
    permission: permissions.getBatch,
    params: ofBatch,
    answers: { 200: { description: 'The batch', json: batch } },
    async handle({ params, principal }) {
      const found = await reachedBatch(issuing, principal, params);
      const reason = found.state === 'returned' ? await issuing.returnReason(found.id) : undefined;
      return { status: 200, json: batchView(found, principal, reason) };
    },
  });
  const events = operation({
    id: 'watchBatch',
    method: 'get',
    path: `${BATCHES}/{batch}/events`,
    summary: 'The batch now and after every change, until it is issued and anchored, as server-sent events',
    tag: 'batches',
    permission: permissions.watchBatch,
    params: ofBatch,
    long: true,
    answers: {
      200: {
        description:
          'Events `batch`, each with a Batch. With `Last-Event-ID` the state of that id is not sent again. ' +
          'The end of the stream is not the end of the batch: its state tells.',
        media: 'text/event-stream',
      },
    },
    async handle({ params, principal, lastEventId, signal }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      const states = issuing.watch(issuer, id, signal);
      const stream = eventStream(asEvents(states, principal, lastEventId), signal);
      return { status: 200, headers: eventStreamHeaders, stream };
    },
  });
  const decide = operation({
    id: 'decideBatch',
    method: 'post',
    path: `${BATCHES}/{batch}/decision`,
    summary:
      'Approve or reject a batch that waits for a second pair of eyes; the audit keeps which rows’ pages were looked at before',
    tag: 'batches',
    permission: permissions.decideBatch,
    params: ofBatch,
    body: {
      json: z.discriminatedUnion('approve', [
        z.strictObject({
          approve: z.literal(true),
          digest: z
            .string()
            .meta({ description: 'Of the batch as it was seen: another one is not approved' }),
        }),
        z.strictObject({ approve: z.literal(false) }),
      ]),
    },
    answers: { 200: { description: 'The batch as it is now', json: batch } },
    async change({ params, body, principal, actor }, tx) {
      const inside = issuing.within(tx);
      const { id: batch, issuer, digest } = await reachedBatch(inside, principal, params);
      const by = principal.subject;
      const decided = await (body.approve
        ? inside.approveBatch(issuer, batch, by, body.digest)
        : inside.rejectBatch(issuer, batch, by));
      const sampled = body.approve ? await linesSeen(tx, protection, { batch, actor: by }) : [];
      await audit.record(tx, {
        by: actor,
        issuer,
        batch,
        ...(body.approve ? { act: 'batch.approved', digest, sampled } : { act: 'batch.rejected' }),
      });
      return { status: 200, json: batchView(decided, principal) };
    },
  });
  const problems = operation({
    id: 'listProblems',
    method: 'get',
    path: `${BATCHES}/{batch}/problems`,
    summary: 'What is wrong with which row: a RowProblem a line',
    tag: 'batches',
    permission: permissions.listProblems,
    params: ofBatch,
    long: true,
    answers: { 200: { description: 'JSON lines', media: 'application/x-ndjson', line: rowProblem } },
    async handle({ params, principal, actor }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      await audit.look({ act: 'problems.seen', by: actor, issuer, batch: id });
      return { status: 200, stream: Readable.from(jsonLines(issuing.problems(issuer, id))) };
    },
  });
  return [
    ...submissionOperations(parts),
    list,
    get,
    events,
    problems,
    decide,
    ...batchStateOperations({ issuing, audit }),
    ...reviewOperations({ issuing, audit }),
    ...batchPaperOperations({ issuing, audit }),
  ];
}

async function* asEvents(
  states: AsyncIterable<Batch>,
  principal: Principal,
  known: string | undefined,
): AsyncGenerator<ServerEvent> {
  for await (const state of states) {
    const id = eventId(state);
    if (id !== known) yield { event: 'batch', id, data: batch.parse(batchView(state, principal)) };
  }
}

/** A state of a batch by what changes in it: the same in every replica, and after a restart. */
const eventId = ({ state, rows, bad, issued, anchored }: Batch): string =>
  [state, rows, bad, issued, anchored].join('-');
