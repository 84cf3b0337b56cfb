import { z } from 'zod';
import { instant, issuerCode, p256Coordinate, uuid } from '../../platform/wire/index.js';
import { revocationReasons } from './windows.js';
import type { Window } from './windows.js';

const hallCode = issuerCode.meta({ description: 'GB 32100 code of a hall 政务服务大厅' });
export const ofHall = z.object({ hall: hallCode });
export const ofWindow = ofHall.extend({ window: uuid });

export const fingerprint = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'RFC 7638 thumbprint of the key, base64url' });

export const trustAnchor = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'Fingerprint of a trust anchor 信任锚: its SHA-256 in hex' });

/** A private key that is sent is refused, since it is no secret any more. */
export const publicKey = z
  .strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: p256Coordinate, y: p256Coordinate })
  .meta({ id: 'WindowPublicKey', description: 'P-256 JWK (RFC 7518 §6.2)' });

export const proof = z
  .string()
  .max(4000)
  .meta({ description: 'What the window signs to show that it holds its key: proveWindowKey of the SDK' });

export const hall = z
  .strictObject({
    code: hallCode,
    name: z.string(),
    fingerprints: z
      .array(fingerprint)
      .meta({ description: 'Of its keys, oldest first: checkers pin one, and follow' }),
  })
  .meta({ id: 'Hall' });

export const window = z
  .strictObject({
    id: uuid,
    hall: hallCode,
    name: z.string().meta({ description: 'Where it is, such as 杭州市市民中心 12 号窗口' }),
    fingerprint,
    trustAnchor,
    state: z.enum(['asked', 'paired', 'refused', 'revoked']).meta({
      description: 'asked: waits for an administrator, who reads both fingerprints on the PC',
    }),
    askedBy: z.string(),
    askedAt: instant,
    decidedBy: z.string().nullable(),
    revokedAt: instant.nullable(),
    revokedFor: z.enum(revocationReasons).nullable(),
    certificate: z.string().nullable().meta({ description: 'Its newest certificate, a JWS' }),
    certifiedUntil: instant
      .nullable()
      .meta({ description: 'Until when that counts, 30 days at most; the window has it renewed before' }),
  })
  .meta({ id: 'Window' });

export const windowView = ({ key: _, ...of }: Window): z.input<typeof window> => ({
  ...of,
  askedAt: of.askedAt.toISOString(),
  revokedAt: of.revokedAt?.toISOString() ?? null,
  certifiedUntil: of.certifiedUntil?.toISOString() ?? null,
});

export const pairingDecision = z.discriminatedUnion('approve', [
  z.strictObject({ approve: z.literal(false) }),
  z.strictObject({
    approve: z.literal(true),
    fingerprint: fingerprint.meta({ description: 'Of the key, as the PC shows it' }),
    trustAnchor: trustAnchor.meta({ description: 'As the PC shows it, compared with that of the province' }),
  }),
]);

/** Read by `parseHallKeys` of the SDK. */
export const hallKeysFile = z
  .strictObject({
    v: z.int(),
    code: hallCode,
    name: z.string(),
    keys: z.array(publicKey.extend({ name: z.string() })).readonly(),
    successions: z.array(z.string()).readonly(),
    certificates: z.array(z.string()).readonly(),
    revocations: z.string(),
  })
  .meta({ id: 'HallKeys' });
