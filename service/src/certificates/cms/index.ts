/** Cryptographic Message Syntax (RFC 5652) and the DER (X.690) that it is made of, for writing. */
export {
  OID,
  attribute,
  sha256,
  CmsTemplate,
  withUnsignedAttribute,
  readSignedContent,
  attributeValue,
} from './cms.js';
export type { CmsSigner, SignedContent } from './cms.js';
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
  DerError,
  readValue,
  children,
  contentOf,
  encodingOf,
} from './der.js';
export type { Der, Value } from './der.js';
export { toPem } from './pem.js';
