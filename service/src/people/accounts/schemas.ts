import { z } from 'zod';
import { ROLES } from '../../platform/principal/index.js';
import { instant, issuerCode, may, uuid } from '../../platform/wire/index.js';

const exactTypeCode = z
  .string()
  .regex(/^[0-9A-Z]{21}$/)
  .meta({ description: 'Type code, 21 characters' });

const scope = <S extends z.ZodType>(code: S): z.ZodUnion<[z.ZodLiteral<'*'>, z.ZodArray<S>]> =>
  z.union([z.literal('*'), z.array(code).max(1000)]);

/** All three are mandatory: nothing is granted by leaving something out. */
export const access = z
  .strictObject({
    roles: z.array(z.enum(ROLES)).max(ROLES.length),
    issuers: scope(issuerCode).meta({ description: 'The issuers covered; * for all' }),
    types: scope(exactTypeCode).meta({ description: 'The certificate types covered; * for all' }),
  })
  .meta({ id: 'Access' });

export const person = access.extend({ id: uuid, name: z.string() }).meta({ id: 'Person' });

export const systemId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{2,62}$/)
  .meta({ description: 'OAuth 2.0 client id: small letters, digits and hyphens' });

/** RFC 7518 §6: base64url without padding. */
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/);
const keyId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** Public keys only: a private one that is sent is refused, since it is no secret any more. */
export const publicKeys = z.strictObject({
  keys: z
    .array(
      z.union([
        z.strictObject({
          kty: z.literal('EC'),
          crv: z.enum(['P-256', 'P-384']),
          x: coordinate,
          y: coordinate,
          kid: keyId,
          alg: z.enum(['ES256', 'ES384']).optional(),
          use: z.literal('sig').optional(),
        }),
        z.strictObject({
          kty: z.literal('RSA'),
          n: z.string().regex(/^[A-Za-z0-9_-]{342,1400}$/),
          e: z.string().regex(/^[A-Za-z0-9_-]{1,10}$/),
          kid: keyId,
          alg: z.enum(['RS256', 'PS256']).optional(),
          use: z.literal('sig').optional(),
        }),
      ]),
    )
    .min(1)
    .max(5),
});

export const system = access.extend({ id: systemId, name: z.string() }).meta({ id: 'System' });

export const accessChange = access
  .extend({
    id: uuid,
    person: uuid.nullable(),
    system: systemId.nullable(),
    proposedBy: z.string(),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    approved: z.boolean().nullable(),
    may,
  })
  .meta({ id: 'AccessChange' });
