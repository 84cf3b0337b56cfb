export { codes } from './codes.js';
export type { Code, CodeEntry, CodeKind, CodeText, Language } from './codes.js';
export type { ExpectedHolder } from './expected-holder.js';
export { messageOf } from './messages.js';
export { defaultPolicy } from './policy.js';
export type { Policy } from './policy.js';
export type { PresentationRequest } from './presentation.js';
export { LocalReplayMemory } from './replay-memory.js';
export type { ReplayMemory } from './replay-memory.js';
export { withoutPhoto } from './report.js';
export type {
  Check,
  CheckName,
  Outcome,
  PageField,
  Report,
  ReportedCertificate,
  ReportedIssuer,
  ReportedPhoto,
  Verdict,
} from './report.js';
export type { ExpectedShowing, ReportedShowing } from './showing.js';
export { createVerifier } from './verifier.js';
export type { VerifyOptions } from './options.js';
export type { Verifier, VerifierOptions } from './verifier.js';
