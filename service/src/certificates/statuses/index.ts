/** Statuses (证照状态): suspend, reinstate, revoke, cancel, transfer; decided here, anchored by the outbox. */
export { decideChange, requestChange } from './decide.js';
export type { ChangeRequest } from './decide.js';
export { requestedStates } from './requested.js';
export type { RequestedState } from './requested.js';
export { changesOf, findChange, proposedChanges } from './history.js';
export type { StatusChange } from './history.js';
export { recordChange } from './changes.js';
export type { Change } from './changes.js';
export { isPending, presentState } from './present-state.js';
export { CertificateUnknown, StatusChangeRefused } from './errors.js';
export type { ChangeRefusal } from './errors.js';
export { statusOperations } from './operations.js';
