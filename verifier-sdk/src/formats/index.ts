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
export { compressedPoint, deviceStatement, pointSpki } from './device-key.js';
export * from './ecdsa.js';
export * from './entry.js';
export * from './error.js';
export * from './feed.js';
export * from './filing-proof.js';
export * from './hall-keys.js';
export * from './hall-tokens.js';
export * from './hash.js';
export * from './heads.js';
export * from './identifier.js';
export * from './json.js';
export { jwkSpki, jwkThumbprint, parseWindowKeys } from './jwk.js';
export type { PublicJwk, WindowKey } from './jwk.js';
export * from './keys.js';
export { decodeLeaf, digestTypes, encodeLeaf } from './leaf.js';
export type { DigestName, Leaf } from './leaf.js';
export { liveCodeText, parseLiveCode, signLiveCode } from './live-code.js';
export type { LiveCode, Showing } from './live-code.js';
export * from './merkle.js';
export * from './audit-head.js';
export { auditLeafInput } from './audit-leaf.js';
export type { AuditStatements } from './audit-leaf.js';
export type { DecisionItem, ItemReading, MovedIssuer, NetworkBody } from './network-records.js';
export { interpretItem, maxItems } from './network-records.js';
export * from './numbers.js';
export { PAGE_BYTES, PAGE_SIZE, PageCutter, cutPages } from './pages.js';
export * from './presentation.js';
export { keyUses } from './province-records.js';
export type { KeyAlgorithm, KeyReason, KeyUse, ProvinceBody } from './province-records.js';
export * from './qr.js';
export * from './qr-list.js';
export * from './qr-delivery.js';
export { decodeQrText, encodeQrText, fromDigits, maxQrDigits, toDigits } from './qr-text.js';
export type { QrText } from './qr-text.js';
export * from './receipt.js';
export * from './records.js';
export { checkSpki } from './spki.js';
export * from './status.js';
export * from './status-rules.js';
export type { AnchorProvince, TrustAnchor } from './trust-anchor.js';
export { parsePinnedTrustAnchor, parseTrustAnchor, readTrustAnchor, trustAnchorId } from './trust-anchor.js';
export type { About, Under } from './under.js';
export { firstUnder, sameUnder } from './under.js';
export * from './verification-receipt.js';
export * from './written-form/index.js';
