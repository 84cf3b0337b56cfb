import { z } from 'zod';
import { instant, issuerCode, may, ofIssuer, uuid } from '../../platform/wire/index.js';
import { backendNames, signatureAlgorithms, signingUses } from '../signing/index.js';

export const kid = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ description: 'Key id: the first 8 bytes of SHA-256 over the public key' });

export const use = z.enum(signingUses).meta({
  description: 'What the key signs, for ever: QR codes and PDFs (certificate), or credentials',
});

export const algorithm = z.enum(signatureAlgorithms);

export const revocationReason = z.enum([
  'key-compromise',
  'replaced',
  'lost',
  'authority-decision',
  'unspecified',
]);

export const ofKey = ofIssuer.extend({ kid });
export const ofKeyChange = ofIssuer.extend({ change: uuid });

export const key = z
  .strictObject({
    kid,
    issuer: issuerCode,
    use,
    algorithm,
    backend: z.enum(backendNames).meta({ description: 'Where the private key lies' }),
    state: z.enum(['requested', 'ready', 'in-use', 'retired', 'revoked']).meta({
      description:
        'requested: an authority is still to certify it; ready: it can take over; in-use; retired: another took over, and what it signed stays good; revoked',
    }),
    createdAt: instant,
    notAfter: instant.nullable().meta({ description: 'Until when its certificate is valid' }),
    warning: z
      .union([z.literal(90), z.literal(30), z.literal(7), z.literal('expired')])
      .nullable()
      .meta({ description: 'Of a key in use: so many days, or fewer, are left' }),
  })
  .meta({ id: 'Key' });

export const keyChange = z
  .strictObject({
    id: uuid,
    issuer: issuerCode,
    kind: z.enum(['rotate', 'revoke']),
    use,
    kids: z.array(kid).meta({
      description: 'Of a revocation: the key. Of a rotation: the keys that take over, once they are made',
    }),
    reason: revocationReason.nullable(),
    proposedBy: z.string(),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    state: z.enum(['proposed', 'rejected', 'approved', 'done']).meta({
      description:
        'proposed: waits for a second administrator; approved: is carried out as soon as the ledger and the keys are there',
    }),
    trouble: z
      .string()
      .nullable()
      .meta({ description: 'Code of what keeps an approved one from being carried out' }),
    may,
  })
  .meta({ id: 'KeyChange' });

export const keys = z.strictObject({ keys: z.array(key) });
export const keyChanges = z.strictObject({ changes: z.array(keyChange) });
export const requested = z
  .strictObject({ kid, request: z.string().meta({ description: 'PKCS#10 in PEM' }) })
  .meta({ id: 'KeyRequest' });
