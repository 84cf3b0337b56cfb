import { Readable } from 'node:stream';
import { z } from 'zod';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { permissions } from '../../../platform/principal/index.js';
import { fields } from '../../types/schemas.js';
import type { Batch } from '../batches.js';
import type { Audit, AuditEvent } from '../../../people/audit/index.js';
import type { Actor } from '../../../platform/principal/index.js';
import type { Issuing } from '../issuing.js';
import type { RejectedRows } from '../rejected.js';
import { batch, rowProblem } from '../schemas.js';
import { workbookMedia } from '../../../platform/workbook/index.js';
import { zip } from '../../../platform/zip/index.js';
import type { ZipFile } from '../../../platform/zip/index.js';
import { decodePhoto, photo, validity } from './application.js';
import { BATCHES, batchView, jsonLines, ofBatch, reachedBatch } from './batch.js';

type Change = (issuing: Issuing, batch: Batch, by: Actor) => Promise<readonly [Batch, AuditEvent]>;

export interface BatchStateCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
}

const ofRow = ofBatch.extend({
  row: z.coerce.number().int().min(1).meta({ description: 'As a spreadsheet numbers it' }),
});

/** What is done with a batch between its file and its certificates. */
export function batchStateOperations({ issuing, audit }: BatchStateCapabilities): Operation[] {
  const changed = { 200: { description: 'The batch as it is now', json: batch } };
  const change = (
    id: 'submitCheckedBatch' | 'withdrawBatch',
    path: string,
    summary: string,
    act: Change,
  ): Operation =>
    operation({
      id,
      method: 'post',
      path: `${BATCHES}/{batch}/${path}`,
      summary,
      tag: 'batches',
      permission: permissions[id],
      params: ofBatch,
      body: { json: z.strictObject({}) },
      answers: changed,
      async change({ params, principal, actor }, tx) {
        const inside = issuing.within(tx);
        const found = await reachedBatch(inside, principal, params);
        const [now, event] = await act(inside, found, actor);
        await audit.record(tx, event);
        return { status: 200, json: batchView(now, principal) };
      },
    });
  const returned = operation({
    id: 'returnBatch',
    method: 'post',
    path: `${BATCHES}/{batch}/return`,
    summary: 'Give a submitted batch back 退回 to be mended, and say why',
    tag: 'batches',
    permission: permissions.returnBatch,
    params: ofBatch,
    body: { json: z.strictObject({ reason: z.string().trim().min(1).max(1000) }) },
    answers: changed,
    async change({ params, body: { reason }, principal, actor }, tx) {
      const inside = issuing.within(tx);
      const { issuer, id } = await reachedBatch(inside, principal, params);
      const now = await inside.returnBatch(issuer, id, reason);
      await audit.record(tx, { act: 'batch.returned', by: actor, issuer, batch: id, reason });
      return { status: 200, json: batchView(now, principal, reason) };
    },
  });
  const mend = operation({
    id: 'mendRow',
    method: 'put',
    path: `${BATCHES}/{batch}/rows/{row}`,
    summary: 'Put another row in the place of one, while the batch is checked or returned',
    tag: 'batches',
    permission: permissions.mendRow,
    params: ofRow,
    body: { json: z.strictObject({ fields, ...validity, photo }) },
    answers: changed,
    async change({ params, body, principal, actor }, tx) {
      const inside = issuing.within(tx);
      const { issuer, id } = await reachedBatch(inside, principal, params);
      const { photo: picture, ...row } = body;
      const mended = await inside.mendRow({
        issuer,
        batch: id,
        line: params.row,
        ...row,
        ...(picture !== undefined && { photo: decodePhoto(picture) }),
      });
      await audit.record(tx, { act: 'row.mended', by: actor, issuer, batch: id, line: params.row });
      return { status: 200, json: batchView(mended, principal) };
    },
  });
  const row = operation({
    id: 'getRow',
    method: 'get',
    path: `${BATCHES}/{batch}/rows/{row}`,
    summary: 'One row as it stands, to be mended: of a wrong one the cells as they came',
    tag: 'batches',
    permission: permissions.getRow,
    params: ofRow,
    answers: {
      200: {
        description: 'The row',
        json: z.strictObject({
          line: z.int(),
          fields,
          validFrom: z.string(),
          validUntil: z.string().meta({ description: 'Empty: no expiry' }),
          problems: z.array(rowProblem),
        }),
      },
    },
    async handle({ params, principal, actor }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      const found = await issuing.row(issuer, id, params.row);
      await audit.look({ act: 'rows.seen', by: actor, issuer, batch: id });
      return { status: 200, json: found };
    },
  });
  const notes = operation({
    id: 'listNotes',
    method: 'get',
    path: `${BATCHES}/{batch}/notes`,
    summary: 'What was brought into the written form in which row, to be looked at: a RowProblem a line',
    tag: 'batches',
    permission: permissions.listNotes,
    params: ofBatch,
    long: true,
    answers: { 200: { description: 'JSON lines', media: 'application/x-ndjson', line: rowProblem } },
    async handle({ params, principal, actor }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      await audit.look({ act: 'notes.seen', by: actor, issuer, batch: id });
      return { status: 200, stream: Readable.from(jsonLines(issuing.notes(issuer, id))) };
    },
  });
  const rejected = operation({
    id: 'getRejected',
    method: 'get',
    path: `${BATCHES}/{batch}/rejected`,
    summary: 'The wrong rows in the format in which they came, each after what is to be mended in it',
    tag: 'batches',
    permission: permissions.getRejected,
    params: ofBatch,
    long: true,
    answers: {
      200: {
        description: 'To be sent again when it is mended; the first column is not read',
        media: ['text/csv', workbookMedia, 'application/zip'],
      },
    },
    async handle({ params, principal, actor }) {
      const { id, issuer } = await reachedBatch(issuing, principal, params);
      const found = await issuing.rejected(issuer, id);
      await audit.look({ act: 'rejected-rows.seen', by: actor, issuer, batch: id });
      const extension = found.isArchive ? 'zip' : found.extension;
      const headers = { 'Content-Disposition': `attachment; filename="${id}-rejected.${extension}"` };
      if (found.isArchive) {
        const stream = Readable.from(closing(zip(filesOf(found)), found));
        return { status: 200, headers, media: 'application/zip', stream };
      }
      await found.close();
      return {
        status: 200,
        headers,
        media: extension === 'csv' ? 'text/csv' : workbookMedia,
        bytes: found.bytes,
      };
    },
  });
  return [
    change('submitCheckedBatch', 'submission', 'Fix what is to be issued 提交', async (inside, found, by) => {
      const { issuer, id: batch } = found;
      const now = await inside.submitBatch(issuer, batch, by.subject);
      return [now, { act: 'batch.submitted', by, issuer, batch, digest: now.digest }];
    }),
    change(
      'withdrawBatch',
      'withdrawal',
      'Take a batch back 撤回 of which nothing is issued yet',
      async (inside, { issuer, id: batch }, by) => [
        await inside.withdrawBatch(issuer, batch),
        { act: 'batch.withdrawn', by, issuer, batch },
      ],
    ),
    returned,
    mend,
    row,
    notes,
    rejected,
  ];
}

async function* filesOf(found: RejectedRows): AsyncGenerator<ZipFile> {
  yield { name: `rejected.${found.extension}`, bytes: found.bytes };
  for (const name of found.photos) {
    const photo = await found.photo(name);
    if (photo) yield { name: name.split(/[/\\]/).at(-1) ?? name, bytes: photo };
  }
}

async function* closing(parts: AsyncIterable<Uint8Array>, found: RejectedRows): AsyncGenerator<Uint8Array> {
  try {
    yield* parts;
  } finally {
    await found.close();
  }
}
