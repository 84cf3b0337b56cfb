import { z } from 'zod';
import type { Database, Transaction } from '../../../platform/database/index.js';
import { Room, operation } from '../../../platform/http/index.js';
import type { Operation, Reply } from '../../../platform/http/index.js';
import { permissions } from '../../../platform/principal/index.js';
import type { Actor, Principal } from '../../../platform/principal/index.js';
import { ofIssuer, typeCode } from '../../../platform/wire/index.js';
import { workbookMedia } from '../../../platform/workbook/index.js';
import type { Audit } from '../../../people/audit/index.js';
import type { Protection } from '../../../people/personal-data/index.js';
import { receiveUpload } from '../../intake/index.js';
import type { ColumnNames } from '../../intake/index.js';
import type { CertificateTypes } from '../../types/index.js';
import { UploadIncomplete, findUpload, finishUpload, ofUpload, uploadedBytes } from '../../uploads/index.js';
import type { Batch } from '../batches.js';
import type { Issuing } from '../issuing.js';
import type { Taken } from '../open-batch.js';
import { batch } from '../schemas.js';
import type { BatchRequest } from '../submit.js';
import { BATCHES, batchPath, batchView, reachedBatch } from './batch.js';
import { columnNames, columnNamesIn } from './column-names.js';
import { replayed, replayedHeaders, scopedType } from './input.js';

export interface SubmissionCapabilities {
  readonly database: Database;
  readonly issuing: Issuing;
  readonly audit: Audit;
  readonly types: CertificateTypes;
  /** Opens files that arrived in parts. */
  readonly protection: Protection;
  /** Bytes of an upload. */
  readonly uploadLimit: number;
}

/** So many of the largest files may lie here while they come, or any number of smaller ones. */
const ARRIVING = 8;

/** How a file is to be read, and what is to become of it. */
const fileAsked = {
  mode: z
    .enum(['skip-bad', 'all-or-nothing'])
    .default('skip-bad')
    .meta({ description: 'What a wrong row does to the others' }),
  until: z
    .enum(['checked', 'submitted'])
    .default('submitted')
    .meta({ description: 'Whether it is left to be looked at and mended, or submitted at once' }),
  encoding: z
    .enum(['utf-8', 'gb18030'])
    .optional()
    .meta({ description: 'Of a text whose bytes do not prove it' }),
};

interface Sender {
  readonly principal: Principal;
  readonly actor: Actor;
  /** Waits until it may be checked. */
  readonly inTurn: (work: () => Promise<Taken>) => Promise<Taken>;
}

interface FileAsked extends z.output<z.ZodObject<typeof fileAsked>> {
  readonly type: string;
  readonly columnNames?: ColumnNames | undefined;
}

function taken({ repeated, ...made }: Taken, principal: Principal): Reply {
  const headers = { Location: batchPath(made), ...replayed({ repeated }) };
  return { status: 202, json: batchView(made, principal), headers };
}

/** Files of applications, sent at once or as the network allows. */
export function submissionOperations({
  database,
  issuing,
  audit,
  types,
  protection,
  uploadLimit,
}: SubmissionCapabilities): Operation[] {
  const room = new Room(ARRIVING * uploadLimit);
  const howToRead = (principal: Principal, issuer: string, asked: FileAsked) => ({
    issuer,
    type: scopedType(principal, issuer, types, asked.type),
    mode: asked.mode,
    checkOnly: asked.until === 'checked',
    ...(asked.encoding !== undefined && { encoding: asked.encoding }),
    ...(asked.columnNames !== undefined && { columnNames: asked.columnNames }),
    submittedBy: principal.subject,
  });
  const takeIn = async (
    file: AsyncIterable<Uint8Array>,
    asked: Omit<BatchRequest, 'onTaken'>,
    { principal, actor, inTurn }: Sender,
    finish?: (tx: Transaction, made: Batch) => Promise<void>,
  ): Promise<Reply> => {
    const upload = await receiveUpload(file);
    try {
      const made = await inTurn(() =>
        issuing.submitUpload(upload, {
          ...asked,
          onTaken: async (tx, one) => {
            const { issuer, id: batch, rows, bad } = one;
            await audit.record(tx, { act: 'batch.received', by: actor, issuer, batch, rows, bad });
            await finish?.(tx, one);
          },
        }),
      );
      return taken(made, principal);
    } finally {
      await upload.close();
    }
  };
  const submit = operation({
    id: 'submitBatch',
    quota: 'upload',
    keptAsItComes: true,
    method: 'post',
    path: BATCHES,
    summary: 'Issue a certificate for every row of a table, or of a ZIP with a table and photos',
    tag: 'batches',
    permission: permissions.submitBatch,
    params: ofIssuer,
    query: z.object({
      type: typeCode,
      ...fileAsked,
      columns: z
        .string()
        .max(8000)
        .optional()
        .meta({
          description:
            'What the file calls its columns where that is not as the type does, as a JSON object: keys of fields by header, or an empty text for a column that is not read',
          examples: ['{"持证人":"name","经办电话":""}'],
        }),
    }),
    body: {
      stream: ['text/csv', 'application/zip', workbookMedia],
      limit: uploadLimit,
      description:
        'A table as .xlsx, CSV or tab-separated text (UTF-8, UTF-16 with a byte order mark, GB 18030), or a ZIP of one and photos; headers are titles or field keys',
    },
    idempotent: true,
    long: true,
    answers: {
      202: { description: 'Taken in and checked; issuing goes on', json: batch, headers: replayedHeaders },
    },
    async handle({ params, query, body, principal, actor, idempotencyKey, inUploadTurn }) {
      const { columns, ...how } = query;
      const columnNames = columns === undefined ? undefined : columnNamesIn(columns);
      const asked = {
        ...howToRead(principal, params.issuer, { ...how, columnNames }),
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      };
      // Only once it is here whole is it one of the few that are checked at once.
      const sender = { principal, actor, inTurn: inUploadTurn };
      return room.during(body, (counted) => takeIn(counted, asked, sender));
    },
  });
  const submitUploaded = operation({
    id: 'submitUpload',
    quota: 'upload',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/uploads/{upload}/batch',
    summary:
      'Issue a certificate for every row of a file that has arrived; asked again, it tells the same batch',
    tag: 'batches',
    permission: permissions.submitUpload,
    params: ofUpload,
    body: {
      json: z.strictObject({
        type: typeCode,
        ...fileAsked,
        columnNames: columnNames
          .exactOptional()
          .meta({ description: 'Keys of fields by header, where the file calls its columns otherwise' }),
      }),
    },
    long: true,
    answers: {
      202: { description: 'Taken in and checked; issuing goes on', json: batch, headers: replayedHeaders },
    },
    async handle({ params, body, principal, actor }) {
      const { issuer, upload: id } = params;
      const asked = howToRead(principal, issuer, body);
      const found = await findUpload({ database }, { issuer, id, sentBy: principal.subject });
      if (found.batch !== null) {
        const made = await reachedBatch(issuing, principal, { issuer, batch: found.batch });
        return taken({ ...made, repeated: true }, principal);
      }
      if (found.kept < found.size) throw new UploadIncomplete();
      const file = uploadedBytes({ database, protection }, id);
      const finish = (tx: Transaction, made: Batch): Promise<void> => finishUpload(tx, id, made.id);
      return takeIn(file, asked, { principal, actor, inTurn: (work) => work() }, finish);
    },
  });
  return [submit, submitUploaded];
}
