/** PostgreSQL channel that tells the writer of entries that something waits; its payload is the issuer's code. */
export const outboxChannel = 'certbridge_outbox';
/** Tells that an issuer is registered now and may issue; its payload is the issuer's code. */
export const registeredChannel = 'certbridge_registered';
/** Tells who watches a batch that it changed; its payload is the batch's id. */
export const progressChannel = 'certbridge_progress';
