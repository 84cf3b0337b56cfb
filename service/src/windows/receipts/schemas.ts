import { z } from 'zod';
import { certId, instant, issuerCode, uuid } from '../../platform/wire/index.js';
import { fingerprint } from '../pairing/schemas.js';
import type { FiledReceipt } from './receipts.js';

export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the text of a receipt, hex' });

const verdict = z.enum(['valid', 'invalid', 'indeterminate']);

export const receiptText = z
  .string()
  .min(1)
  .max(400_000)
  .meta({ description: 'A verification receipt 核验回执: issueVerificationReceipt of the SDK' });

export const receipt = z
  .strictObject({
    digest,
    window: uuid,
    case: uuid.nullable(),
    signedAt: instant.meta({ description: "By the window's clock" }),
    filedAt: instant,
    verdict,
    code: z.string().meta({ description: 'Of the report in it' }),
    certificate: z
      .strictObject({
        certId,
        type: z.string(),
        name: z.string(),
        issuer: issuerCode,
        validUntil: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'FiledReceipt' });

export const receiptSummary = z
  .strictObject({
    window: z.strictObject({ fingerprint, name: z.string() }),
    signedAt: instant.meta({ description: "By the window's clock" }),
    filedAt: instant,
    verdict,
    code: z.string().meta({ description: 'Of the report in it' }),
    type: z.string().nullable().meta({ description: 'Of the certificate; null: none was authenticated' }),
  })
  .meta({ id: 'ReceiptSummary' });

export function receiptView({ finding, ...of }: FiledReceipt): z.input<typeof receipt> {
  const { certificate } = finding;
  return {
    digest: of.digest,
    window: of.window,
    case: of.case,
    signedAt: of.signedAt.toISOString(),
    filedAt: of.filedAt.toISOString(),
    verdict: verdict.parse(finding.verdict),
    code: finding.code,
    certificate: certificate && {
      certId: certificate.certId,
      type: certificate.type,
      name: certificate.name,
      issuer: certificate.issuer,
      validUntil: certificate.validUntil,
    },
  };
}
