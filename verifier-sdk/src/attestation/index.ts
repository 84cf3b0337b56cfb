export { AttestationError } from './error.js';
export type { AttestationErrorCode } from './error.js';
export { AttestationMemory } from './memory.js';
export { verifyAttestation } from './verify.js';
export type { EndorserRule, VerifyAttestationOptions } from './verify.js';
export type {
  AnchorStatement,
  AuditStatement,
  Beats,
  CheckpointStatement,
  EntryStatement,
  Statement,
  StatementTag,
  StatusStatement,
} from './statement.js';
