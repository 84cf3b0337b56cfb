import { certificateStates } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { batchStates } from './batch-state.js';
import { bilingual, certId, day, instant, issuerCode, may, uuid } from '../../platform/wire/index.js';

export const state = z.enum(certificateStates);

/** Nothing personal in it: the fields are an operation of their own. */
export const certificate = z
  .strictObject({
    certId,
    identifier: z.string().meta({ description: 'GB/T 36904' }),
    issuer: issuerCode,
    issuerName: z.string().meta({ description: 'As it was called when it issued this' }),
    issuerNameNow: z.string().meta({ description: 'As it is called now' }),
    type: z.string(),
    typeVersion: z.int(),
    state,
    pending: z
      .strictObject({ by: certId, from: day })
      .nullable()
      .meta({ description: 'The certificate that takes its place, and the day to come from which it does' }),
    batch: uuid,
    line: z.int().meta({ description: "Its row in the batch's file, as a spreadsheet numbers it" }),
    issuedOn: day,
    validFrom: day,
    validUntil: day.nullable(),
    submittedBy: z.string(),
    approvedBy: z.string().nullable(),
    createdAt: instant,
    anchoredIn: z.int().nullable().meta({ description: 'The entry 账目 that anchors it, once attested' }),
    copyOf: certId.nullable().meta({ description: 'Of a purpose-limited copy 加注件: its original' }),
    may,
  })
  .meta({ id: 'Certificate' });

export const certificates = z.strictObject({
  certificates: z.array(certificate),
  next: certId.nullable().meta({ description: 'Give it as `after` for what follows' }),
});

/** What others did with it, as far as the service knows. */
export const life = z
  .strictObject({
    entries: z
      .array(
        z.strictObject({
          seq: z.int().meta({ description: 'The entry 账目' }),
          attestedAt: instant,
          provinces: z
            .array(z.string())
            .readonly()
            .meta({ description: 'MSP ids of the provinces that attested it' }),
        }),
      )
      .meta({ description: 'Entries that anchor it and its changes' }),
    copies: z.array(certificate).meta({ description: 'Purpose-limited copies 加注件, the first 1,000' }),
  })
  .meta({ id: 'Life' });

export const batch = z
  .strictObject({
    id: uuid,
    issuer: issuerCode,
    type: z.string(),
    source: z.enum(['csv', 'spreadsheet', 'zip', 'single', 'reissue']),
    mode: z.enum(['skip-bad', 'all-or-nothing']),
    state: z.enum(batchStates),
    refusal: z.string().nullable(),
    returnReason: z
      .string()
      .nullable()
      .meta({ description: 'Why it was given back to be mended; told where one batch is asked for' }),
    submittedBy: z.string(),
    approvedBy: z.string().nullable(),
    rows: z.int().meta({ description: 'Rows read' }),
    bad: z.int().meta({ description: 'Rows with problems' }),
    issued: z.int(),
    anchored: z.int(),
    digest: z.string().nullable().meta({
      description: 'Over all that is to be issued, fixed when it is submitted; an approval names it',
    }),
    ignored: z
      .array(z.string())
      .readonly()
      .meta({ description: 'Titles of columns that were not read, like 序号' }),
    createdAt: instant,
    finishedAt: instant.nullable(),
    may,
  })
  .meta({ id: 'Batch' });

export const fieldProblem = z
  .strictObject({
    field: z.string().nullable().meta({ description: 'Its key; null: the whole application' }),
    code: z.string(),
    message: bilingual,
    remedy: bilingual,
  })
  .meta({ id: 'FieldProblem' });

export const rowProblem = z
  .strictObject({
    line: z.int(),
    field: z.string().nullable(),
    column: z.string().nullable().meta({ description: "As the file's header calls it" }),
    code: z.string(),
    shown: z.string().meta({ description: 'The value, masked' }),
    message: bilingual,
    remedy: bilingual,
  })
  .meta({ id: 'RowProblem' });
