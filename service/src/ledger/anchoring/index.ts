/** Anchoring (上链存证): what was issued or changed becomes entries on the ledger, each exactly once. */
export { enqueue } from './outbox.js';
export type { OutboxItem } from './outbox.js';
export { entryBytes } from './cut.js';
export { outboxChannel, progressChannel, registeredChannel } from './channels.js';
export { lookAgain, runAnchoring } from './run.js';
export type { IssuerClosed } from './registration.js';
export type { AnchoringOptions } from './options.js';
export { hasUnanchored, isStranded } from './waiting.js';
export { attestedEntries } from './attesters.js';
export type { AttestedEntry } from './attesters.js';
export { anchoringBacklog, qrListOf, receiptOf } from './receipts.js';
export type { Backlog } from './receipts.js';
