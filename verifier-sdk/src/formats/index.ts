export type { Attestation, Endorsement } from './attestation.js';
export { attestationFromJson, attestationToJson } from './attestation.js';
export * from './bytes.js';
export * from './cbor.js';
export * from './cose.js';
export type {
  CopyClaims,
  Credential,
  CredentialClaims,
  Disclosure,
  FieldTitle,
  HolderFields,
} from './credential.js';
export {
  credentialDigest,
  disclosureDigest,
  issueCredential,
  parseCredential,
  verifyCredential,
} from './credential.js';
export * from './dates.js';
export * from './ecdsa.js';
export * from './entry.js';
export * from './error.js';
export * from './feed.js';
export * from './hash.js';
export * from './heads.js';
export * from './identifier.js';
export * from './json.js';
export { jwkSpki, jwkThumbprint, parseWindowKeys } from './jwk.js';
export type { PublicJwk, WindowKey } from './jwk.js';
export * from './keys.js';
export * from './leaf.js';
export * from './merkle.js';
export * from './numbers.js';
export * from './presentation.js';
export * from './qr.js';
export * from './qr-list.js';
export * from './qr-delivery.js';
export * from './qr-text.js';
export * from './receipt.js';
export * from './records.js';
export * from './status-rules.js';
export type { AnchorProvince, TrustAnchor } from './trust-anchor.js';
export { parsePinnedTrustAnchor, parseTrustAnchor, readTrustAnchor, trustAnchorId } from './trust-anchor.js';
export * from './verification-receipt.js';
export * from './written-form/index.js';
