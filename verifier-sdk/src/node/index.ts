export { makeFolderAtomically, writeFileAtomically } from './atomic.js';
export { auditHead, syncAuditHeads } from '../mirror/audit-heads.js';
export type { AuditHead } from '../mirror/audit-heads.js';
export { FolderStore } from './folder-store.js';
export { TooLarge, readFileBounded, readStreamBounded } from './read-bounded.js';
