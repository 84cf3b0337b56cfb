/** Who looked at one's data 谁看过我: out of the audit trail, for the one whom it is about. */
export { lookOperations } from './operations.js';
