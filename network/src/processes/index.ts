/** Child processes: start, restart with growing pauses, an end within bounds; nothing of ledgers. */
export { Backoff } from './backoff.js';
export { ManagedProcess } from './managed-process.js';
export type { Command, ManagedProcessOptions } from './managed-process.js';
export { ProcessEnded } from './process-ended.js';
export type { ProcessEnd } from './process-ended.js';
