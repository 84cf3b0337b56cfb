/** Names and times in requests and answers of many rooms. */
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
export const day = z.iso.date().meta({ description: 'A day in Asia/Shanghai, inclusive' });
export const instant = z.iso.datetime().meta({ description: 'RFC 3339, UTC' });
export const uuid = z.uuid();
/** Of a public key on P-256, as in a JWK: 32 bytes in base64url (RFC 7518 §6.2.1.2). */
export const p256Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** What people type on one line. Ranges instead of \p{Cc}, which readers of JSON Schema in other languages lack. */
export const line = z
  .string()
  // eslint-disable-next-line no-control-regex -- what no line holds
  .regex(/^[^\u0000-\u001f\u007f-\u009f]{1,200}$/u, '1 to 200 characters, without line breaks');
/** As the server decides it: role, scope, four eyes and the state that the thing is in. */
export const may = z
  .array(z.string())
  .readonly()
  .meta({ description: 'Ids of the operations by which whoever asks may change this now' });
export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

export const certificateName = z
  .string()
  .regex(/^([0-9a-f]{32}|1\.2\.156\.3005\.2\.[0-9A-Za-z.]{20,80})$/)
  .meta({ description: 'certId, or identifier 电子证照标识 (GB/T 36904)' });

/** Every path under an issuer names it: rows of another are out of reach by construction. */
export const ofIssuer = z.object({ issuer: issuerCode });

export const ofCertificate = ofIssuer.extend({ certificate: certificateName });
