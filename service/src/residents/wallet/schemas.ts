import { itemCode } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { certId, day, instant, issuerCode, line, p256Coordinate, uuid } from '../../platform/wire/index.js';

export const device = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ description: 'A device’s key: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, hex' });

/** What a device says to have a certificate bound to its key. */
export const binding = z.strictObject({
  key: z
    .strictObject({ x: p256Coordinate, y: p256Coordinate })
    .meta({ description: 'Its key on P-256, as in a JWK (RFC 7518 §6.2)' }),
  at: instant,
  signature: z
    .string()
    .regex(/^[A-Za-z0-9_-]{86}$/)
    .meta({ description: 'ES256 over the lines certbridge/device/1, certId and time: r‖s, base64url' }),
  label: line.max(40).trim().min(1).meta({ description: 'What the device is called, like 红米手机' }),
});

export const credential = z
  .strictObject({
    certId: certId.meta({ description: 'Its own' }),
    of: certId.meta({ description: 'The certificate that it was made from' }),
    cose: z.string().meta({ description: 'COSE_Sign1 (RFC 9052), base64url' }),
    validUntil: day,
    network: z.string().meta({ description: 'What the device signs beside it: the ledger’s network, hex' }),
    address: z
      .strictObject({ scheme: z.enum(['https', 'http']), host: z.string() })
      .meta({ description: 'Of the page that the code opens' }),
  })
  .meta({ id: 'WalletCredential' });

/** Of a wallet credential, what says nothing about the person or the device. */
export const minted = z
  .strictObject({
    certId: certId.meta({ description: 'Its own' }),
    state: z.enum(['issued', 'suspended', 'revoked']),
    delegated: z.boolean().meta({ description: 'Whether a helper carries it 代办' }),
    createdAt: instant,
    validUntil: day,
  })
  .meta({ id: 'MintedCredential' });

export const heldDevice = z
  .strictObject({
    device,
    label: z.string(),
    certificates: z.array(certId).meta({ description: 'What it can show' }),
    forOthers: z.boolean().meta({ description: 'Whether one of them is by a delegation 代办授权' }),
    since: instant,
    until: day,
  })
  .meta({ id: 'Device' });

const items = z.array(z.string().regex(itemCode)).max(8);

export const newDelegation = z.strictObject({
  helper: z.strictObject({
    // It stands at the window beside the holder's, on a line of its own.
    name: line.max(100).trim().min(1),
    number: z.string().trim().toUpperCase().max(30).meta({ description: 'GB 11643' }),
  }),
  items,
  until: day,
});

export const delegation = z
  .strictObject({
    id: uuid,
    certificate: certId,
    name: z.string().meta({ description: 'Of the certificate, like 居住证' }),
    holder: z.string(),
    helper: z.strictObject({ name: z.string(), number: z.string().meta({ description: 'Masked' }) }),
    items: items.meta({ description: 'Codes of the items that it is for; none: for any' }),
    until: day,
    evidence: certId
      .nullable()
      .meta({ description: 'The birth certificate by which a parent has it; null: the holder gave it' }),
    createdAt: instant,
  })
  .meta({ id: 'Delegation' });

export const birthProof = z.strictObject({
  birthCertificate: line.trim().toUpperCase().min(1).max(30).meta({ description: 'Its number 出生证编号' }),
  number: z
    .string()
    .trim()
    .toUpperCase()
    .max(30)
    .optional()
    .meta({ description: 'The child’s own number (GB 11643), for what is held under it' }),
});

export const ended = z.strictObject({
  ended: z.array(z.strictObject({ certId, issuer: issuerCode, of: certId, device })),
});
