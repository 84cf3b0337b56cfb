/** PostgreSQL channel that tells the writer of entries that something waits; its payload is the issuer's code. */
export const outboxChannel = 'certbridge_outbox';
/** The payload by which all writers of logs are asked to look at the ledger again. */
export const everyIssuer = '';
/** Tells that an issuer is registered, or that the ledger says something else of it; its payload is its code. */
export const registeredChannel = 'certbridge_registered';
/** Tells who watches a batch that it changed; its payload is the batch's id. */
export const progressChannel = 'certbridge_progress';
