/**
 * What the service answers, as its /openapi.json describes it. Written by `npm run answers`: change what is
 * wanted in tests/src/department/answers.test.ts, not this file.
 */
import { z } from 'zod';

export const batch = z.object({
  id: z.uuid(),
  issuer: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  type: z.string(),
  source: z.enum(['csv', 'spreadsheet', 'zip', 'single', 'reissue']),
  mode: z.enum(['skip-bad', 'all-or-nothing']),
  state: z.enum([
    'receiving',
    'checked',
    'submitted',
    'issuing',
    'issued',
    'returned',
    'refused',
    'withdrawn',
  ]),
  refusal: z.string().nullable(),
  returnReason: z.string().nullable(),
  submittedBy: z.string(),
  approvedBy: z.string().nullable(),
  rows: z.int(),
  bad: z.int(),
  issued: z.int(),
  anchored: z.int(),
  digest: z.string().nullable(),
  ignored: z.array(z.string()),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  may: z.array(z.string()),
});

export const certificate = z.object({
  certId: z.string().regex(/^[0-9a-f]{32}$/),
  identifier: z.string(),
  issuer: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  issuerName: z.string(),
  issuerNameNow: z.string(),
  type: z.string(),
  typeVersion: z.int(),
  state: z.enum(['issued', 'suspended', 'revoked', 'cancelled', 'superseded', 'transferred']),
  pending: z.object({ by: z.string().regex(/^[0-9a-f]{32}$/), from: z.iso.date() }).nullable(),
  batch: z.uuid(),
  line: z.int(),
  issuedOn: z.iso.date(),
  validFrom: z.iso.date(),
  validUntil: z.iso.date().nullable(),
  submittedBy: z.string(),
  approvedBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  anchoredIn: z.int().nullable(),
  copyOf: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  may: z.array(z.string()),
});

export const fields = z.record(z.string(), z.union([z.string(), z.number()]));

export const issuer = z.object({
  code: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  name: z.string(),
  authorities: z.array(z.string()),
  mspId: z.string(),
  types: z.array(z.string()),
  fourEyes: z.boolean(),
  ledger: z.enum(['registered', 'pending', 'moving', 'moved', 'retired']),
  budgetSpentUntil: z.iso.datetime().nullable(),
  ended: z.enum(['withdrawn', 'retired']).nullable(),
  ending: z
    .object({ as: z.enum(['withdrawn', 'retired']), submittedBy: z.string(), may: z.array(z.string()) })
    .nullable(),
});

export const key = z.object({
  kid: z.string().regex(/^[0-9a-f]{16}$/),
  issuer: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  use: z.enum(['certificate', 'credential']),
  algorithm: z.enum(['ES256', 'RS256']),
  backend: z.enum(['file', 'pkcs12', 'pkcs11']),
  state: z.enum(['requested', 'ready', 'in-use', 'retired', 'revoked']),
  createdAt: z.iso.datetime(),
  notAfter: z.iso.datetime().nullable(),
  warning: z.union([z.literal(90), z.literal(30), z.literal(7), z.literal('expired')]).nullable(),
});

export const keyChange = z.object({
  id: z.uuid(),
  issuer: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  kind: z.enum(['rotate', 'revoke']),
  use: z.enum(['certificate', 'credential']),
  kids: z.array(z.string().regex(/^[0-9a-f]{16}$/)),
  reason: z.enum(['key-compromise', 'replaced', 'lost', 'authority-decision', 'unspecified']).nullable(),
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
  decidedBy: z.string().nullable(),
  state: z.enum(['proposed', 'rejected', 'approved', 'done']),
  trouble: z.string().nullable(),
  may: z.array(z.string()),
});

export const keyRequest = z.object({ kid: z.string().regex(/^[0-9a-f]{16}$/), request: z.string() });

export const requestedState = z.enum([
  'suspended',
  'reinstated',
  'revoked',
  'cancelled',
  'transferred',
  'withdrawn',
]);

export const rowProblem = z.object({
  line: z.int(),
  field: z.string().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  shown: z.string(),
  message: z.object({ zh: z.string(), en: z.string() }),
  remedy: z.object({ zh: z.string(), en: z.string() }),
});

export const statusChange = z.object({
  id: z.uuid(),
  issuer: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  certId: z.string().regex(/^[0-9a-f]{32}$/),
  state: z.enum([
    'suspended',
    'reinstated',
    'revoked',
    'cancelled',
    'superseded',
    'transferred',
    'withdrawn',
  ]),
  reason: z.enum([
    'unspecified',
    'key-compromise',
    'data-error',
    'issued-in-error',
    'holder-request',
    'holder-ended',
    'under-review',
    'review-passed',
    'replaced',
    'lost',
    'moved',
    'authority-decision',
  ]),
  by: z
    .object({
      issuer: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
      certId: z.string().regex(/^[0-9a-f]{32}$/),
    })
    .nullable(),
  from: z.iso.date().nullable(),
  decision: z.enum(['proposed', 'made', 'rejected']),
  submittedBy: z.string(),
  approvedBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  madeAt: z.iso.datetime().nullable(),
  seq: z.int().nullable(),
  may: z.array(z.string()),
});

export const whoAmI = z.object({
  kind: z.enum(['person', 'system', 'resident']),
  subject: z.string(),
  name: z.string().nullable(),
  roles: z.array(
    z.enum(['operator', 'approver', 'administrator', 'auditor', 'clerk', 'network-administrator']),
  ),
  issuers: z.union([z.literal('*'), z.array(z.string())]),
  types: z.union([z.literal('*'), z.array(z.string())]),
  authenticatedAt: z.iso.datetime().nullable(),
  session: z.uuid().nullable(),
  assurance: z.string().nullable(),
  may: z.array(z.string()),
});

export const approveTypeAnswer = z.object({ type: z.string(), approved: z.boolean() });

export const getFieldsAnswer = z.object({ fields: fields });

export const listBatchesAnswer = z.object({ batches: z.array(batch) });

export const listCertificatesAnswer = z.object({
  certificates: z.array(certificate),
  next: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
});

const templateColumn = z.object({
  key: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  required: z.boolean(),
  rule: z.object({ zh: z.string(), en: z.string() }),
  example: z.string(),
  choices: z.array(z.string()).optional(),
});

export const listColumnsAnswer = z.object({
  type: z.string(),
  name: z.string(),
  columns: z.array(templateColumn),
});

export const listIssuersAnswer = z.object({ issuers: z.array(issuer) });

export const listKeyChangesAnswer = z.object({ changes: z.array(keyChange) });

export const listKeysAnswer = z.object({ keys: z.array(key) });

export const listProposedChangesAnswer = z.object({ changes: z.array(statusChange) });

const certificateType = z.object({
  code: z.string(),
  version: z.int(),
  slug: z.string(),
  name: z.string(),
  nameEn: z.string(),
  holder: z.enum(['person', 'organisation']),
  schema: z.record(z.string(), z.unknown()),
});

export const listTypesAnswer = z.object({ types: z.array(certificateType) });
