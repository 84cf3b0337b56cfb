/** Cryptographic Message Syntax (RFC 5652) and the DER (X.690) that it is made of, for writing. */
export { OID, attribute, sha256, CmsTemplate, withUnsignedAttribute } from './cms.js';
export type { CmsSigner } from './cms.js';
export { signatureAlgorithms } from './suites.js';
export type { SignatureAlgorithm } from './suites.js';
export {
  tlv,
  sequence,
  octetString,
  nullValue,
  utf8String,
  setOf,
  integer,
  oid,
  generalizedTime,
  ecdsaSignature,
} from './der.js';
export type { Der } from './der.js';
export { toPem } from './pem.js';
