import { z } from 'zod';
import type { Audit } from '../../../people/audit/index.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { permissions } from '../../../platform/principal/index.js';
import { certId, day } from '../../../platform/wire/index.js';
import { pictureMedia, pictureWidth } from '../../documents/schemas.js';
import { fields } from '../../types/schemas.js';
import type { Issuing } from '../issuing.js';
import { BATCHES, ofBatch, reachedBatch } from './batch.js';

const PAGE = 100;

const dated = { fields, validFrom: day, validUntil: day.nullable() };

const reviewedRow = z
  .strictObject({
    line: z.int().meta({ description: 'As a spreadsheet numbers it' }),
    ...dated,
    hasPhoto: z.boolean(),
    before: z
      .strictObject({
        certId,
        identifier: z.string(),
        ...dated,
        changed: z.array(z.string()).readonly().meta({ description: 'Keys of the fields that differ' }),
      })
      .nullable()
      .meta({ description: 'The last certificate about the same subject' }),
  })
  .meta({ id: 'ReviewedRow' });

export interface ReviewCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
}

/** What an approver looks at before deciding; the problems and the notes are operations of their own. */
export function reviewOperations({ issuing, audit }: ReviewCapabilities): Operation[] {
  const rows = operation({
    id: 'listRows',
    method: 'get',
    path: `${BATCHES}/{batch}/rows`,
    summary: 'The rows that wait to be issued, each beside the last certificate about the same subject',
    tag: 'batches',
    permission: permissions.listRows,
    params: ofBatch,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0).meta({ description: 'The last line known' }),
      limit: z.coerce.number().int().min(1).max(PAGE).default(PAGE),
    }),
    answers: {
      200: {
        description: 'A page of them',
        json: z.strictObject({
          rows: z.array(reviewedRow),
          next: z.int().nullable().meta({ description: 'Give it as `after` for what follows' }),
        }),
      },
    },
    async handle({ params, query, principal, actor }) {
      const { issuer, id: batch } = await reachedBatch(issuing, principal, params);
      const found = await issuing.rows(issuer, batch, query);
      await audit.look({ act: 'rows.seen', by: actor, issuer, batch });
      const next = found.length === query.limit ? (found.at(-1)?.line ?? null) : null;
      return { status: 200, json: { rows: found, next } };
    },
  });
  const page = operation({
    id: 'getRowPage',
    quota: 'drawing',
    method: 'get',
    path: `${BATCHES}/{batch}/rows/{row}/page`,
    summary: 'The page that a waiting row would become, marked as a sample 样张; without its photo',
    tag: 'batches',
    permission: permissions.getRowPage,
    params: ofBatch.extend({ row: z.coerce.number().int().min(1) }),
    query: z.object({ as: z.enum(['png', 'svg']).default('svg'), width: pictureWidth }),
    answers: { 200: { description: 'The picture', media: [pictureMedia.svg, pictureMedia.png] } },
    async handle({ params, query: { as, width }, principal, actor }) {
      const { issuer, id: batch } = await reachedBatch(issuing, principal, params);
      const format = as === 'png' ? { as, width } : { as };
      const bytes = await issuing.rowPage(issuer, batch, params.row, format);
      await audit.look({ act: 'row.seen', by: actor, issuer, batch, line: params.row });
      return { status: 200, bytes, media: pictureMedia[as] };
    },
  });
  return [rows, page];
}
