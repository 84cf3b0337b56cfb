/** What goes over the wire under /api/v1: checked by the service and, answers, by the command line. */
import { changeReasons } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';

export const certId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: 'certId, 16 bytes', examples: ['00112233445566778899aabbccddeeff'] });
export const issuerCode = z
  .string()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)
  .meta({ description: 'GB 32100 code of an issuer 颁发机构' });
export const typeCode = z
  .string()
  .regex(/^([0-9A-Z]{21}|[a-z][a-z-]{1,40})$/)
  .meta({ description: 'Type code (21 characters) or its short name, like residence-permit' });
const day = z.iso.date().meta({ description: 'A day in Asia/Shanghai, inclusive' });
const instant = z.iso.datetime().meta({ description: 'RFC 3339, UTC' });
export const uuid = z.uuid();
export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

/** Closed list; the ledger's contract knows the same. */
export const reason = z.enum(changeReasons);

export const state = z.enum(['issued', 'suspended', 'revoked', 'cancelled', 'superseded', 'transferred']);

export const fields = z.record(z.string().max(64), z.union([z.string().max(10_000), z.number()]));

export const certificateName = z
  .string()
  .regex(/^([0-9a-f]{32}|1\.2\.156\.3005\.2\.[0-9A-Za-z.]{20,80})$/)
  .meta({ description: 'certId, or identifier 电子证照标识 (GB/T 36904)' });

/** What a page can be drawn as, with its media type. */
export const pictureMedia = { png: 'image/png', svg: 'image/svg+xml' } as const;

export const pictureWidth = z.coerce
  .number()
  .int()
  .min(200)
  .max(2480)
  .default(1240)
  .meta({ description: 'Width of a PNG in pixels; 1240 are an A4 page at 150 dpi' });

/** Nothing personal in it: the fields are an operation of their own. */
export const certificate = z
  .strictObject({
    certId,
    identifier: z.string().meta({ description: 'GB/T 36904' }),
    issuer: issuerCode,
    type: z.string(),
    typeVersion: z.int(),
    state,
    batch: uuid,
    line: z.int().meta({ description: "Its line in the batch's file" }),
    issuedOn: day,
    validFrom: day,
    validUntil: day.nullable(),
    submittedBy: z.string(),
    approvedBy: z.string().nullable(),
    createdAt: instant,
    anchoredIn: z.int().nullable().meta({ description: 'The entry 账目 that anchors it, once attested' }),
    copyOf: certId.nullable().meta({ description: 'Of a purpose-limited copy 加注件: its original' }),
  })
  .meta({ id: 'Certificate' });

export const certificates = z.strictObject({
  certificates: z.array(certificate),
  next: certId.nullable().meta({ description: 'Give it as `after` for what follows' }),
});

export const batch = z
  .strictObject({
    id: uuid,
    issuer: issuerCode,
    type: z.string(),
    source: z.enum(['csv', 'zip', 'single']),
    mode: z.enum(['skip-bad', 'all-or-nothing']),
    state: z.enum(['receiving', 'submitted', 'issuing', 'issued', 'refused']),
    refusal: z.string().nullable(),
    submittedBy: z.string(),
    approvedBy: z.string().nullable(),
    rows: z.int().meta({ description: 'Rows read' }),
    bad: z.int().meta({ description: 'Rows with problems' }),
    issued: z.int(),
    anchored: z.int(),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Batch' });

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

export const successor = z.strictObject({ issuer: issuerCode, certId });

export const requestedState = z.enum(['suspended', 'reinstated', 'revoked', 'cancelled', 'transferred']);

export const statusChange = z
  .strictObject({
    id: uuid,
    issuer: issuerCode,
    certId,
    state: z.enum([...requestedState.options, 'superseded']),
    reason,
    by: successor.nullable().meta({ description: 'The certificate that takes its place' }),
    decision: z.enum(['proposed', 'made', 'rejected']),
    submittedBy: z.string(),
    approvedBy: z.string().nullable(),
    createdAt: instant,
    madeAt: instant.nullable(),
    seq: z.int().nullable().meta({ description: 'The entry 账目 that holds it, once attested' }),
  })
  .meta({ id: 'StatusChange' });

export const certificateType = z
  .strictObject({
    code: z.string(),
    version: z.int(),
    slug: z.string(),
    name: z.string(),
    nameEn: z.string(),
    holder: z.enum(['person', 'organisation']),
    schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the fields' }),
  })
  .meta({ id: 'CertificateType' });

export const issuer = z
  .strictObject({
    code: issuerCode,
    name: z.string(),
    mspId: z.string(),
    types: z.array(z.string()),
    fourEyes: z.boolean(),
  })
  .meta({ id: 'Issuer' });
