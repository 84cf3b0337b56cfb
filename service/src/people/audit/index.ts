/** Audit (审计): every act and every look at personal data, written down where nobody can unwrite it. */
export { auditOperations } from './operations.js';
export { destroyExpiredKeys, runRetention } from './retention.js';
export { runSealer } from './sealer.js';
export { AuditPaths, findFiled } from './filed.js';
export { requireStated } from './standing.js';
export type { StandingParts } from './standing.js';
export type { StatedHead } from './seal.js';
export { AUDIT_TABLES } from './tables.js';
export { openAudit, residentPseudonym, theService } from './audit.js';
export type { Audit } from './audit.js';
export { linesSeen, searchAudit } from './search.js';
export type { OpenRecord } from './search.js';
export type { AuditAct, AuditEvent, LookEvent } from './events.js';
export { auditData } from './holder-data.js';
export { auditKeys } from './audit.js';
