export {
  LocalReplayMemory,
  createVerifier,
  codes,
  defaultPolicy,
  messageOf,
  withoutPhoto,
} from './verify/index.js';
export type {
  Check,
  CheckName,
  Code,
  CodeEntry,
  CodeKind,
  CodeText,
  ExpectedHolder,
  ExpectedShowing,
  Language,
  Outcome,
  PageField,
  Policy,
  PresentationRequest,
  ReplayMemory,
  Report,
  ReportedCertificate,
  ReportedIssuer,
  ReportedPhoto,
  ReportedShowing,
  Verdict,
  Verifier,
  VerifierOptions,
  VerifyOptions,
} from './verify/index.js';
export { MemoryStore, Mirror, MirrorError, openMirror, syncMirror } from './mirror/index.js';
export type {
  AsOf,
  CertificateStatus,
  Fetch,
  IssuerKey,
  Ledger,
  LogState,
  MirrorErrorCode,
  MirrorReason,
  MirrorRule,
  MirrorOptions,
  MirrorStore,
  PendingSupersession,
  QrListsOf,
  RegisteredIssuer,
  Registry,
  SourceOptions,
  SyncOptions,
  SyncProblem,
  SyncReport,
  UnusableRecord,
} from './mirror/index.js';
export { AttestationError, AttestationMemory, verifyAttestation } from './attestation/index.js';
export type {
  AnchorStatement,
  AuditStatement,
  Beats,
  AttestationErrorCode,
  CheckpointStatement,
  EndorserRule,
  EntryStatement,
  Statement,
  StatementTag,
  StatusStatement,
  VerifyAttestationOptions,
} from './attestation/index.js';
export * from './verification-receipts/index.js';
export { FormatError } from './formats/error.js';
export type { FormatErrorCode } from './formats/error.js';
export { parsePinnedTrustAnchor, parseTrustAnchor, trustAnchorId } from './formats/trust-anchor.js';
export type { AnchorProvince, TrustAnchor } from './formats/trust-anchor.js';
export { parseFilingProof } from './formats/filing-proof.js';
export type { FilingProof } from './formats/filing-proof.js';
export { parseHallKeys } from './formats/hall-keys.js';
export type { HallKeys } from './formats/hall-keys.js';
export { jwkThumbprint, parseWindowKeys } from './formats/jwk.js';
export type { PublicJwk, WindowKey } from './formats/jwk.js';
