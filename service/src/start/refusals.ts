import type { Audit } from '../people/audit/index.js';
import { BoundedMap } from '../platform/bounded-map/index.js';
import type { Refusal } from '../platform/http/index.js';

/** Of how many persons and operations it is remembered that they were stopped. */
const MAX_STOPPED = 10_000;
/** Seconds in which being stopped counts once, where the problem names no time. */
const STOPPED_FOR = 60;

/**
 * Writes down what somebody tried: changes that were refused, whatever the reason, and looks at what is not theirs. Of
 * what was too much, the first of each person and operation until it is allowed again: a record costs more than what
 * was refused.
 */
export function refusalRecorder(
  audit: Audit,
  onTrouble: (error: unknown) => void,
): (refusal: Refusal) => Promise<void> {
  const stopped = new BoundedMap<string, number>(MAX_STOPPED);
  return async ({ by, operation: { id, method }, issuer, problem: { kind, code, details } }) => {
    if (kind === 'internal' || kind === 'unavailable') return;
    if (method === 'get' && kind !== 'forbidden') return;
    const attempt = `${id} ${code} ${by.subject}`;
    if (kind === 'too-many') {
      const now = Date.now();
      if (now < (stopped.get(attempt) ?? 0)) return;
      const { retryAfter = STOPPED_FOR } = (details ?? {}) as { readonly retryAfter?: number };
      stopped.delete(attempt);
      stopped.set(attempt, now + retryAfter * 1000);
    }
    const event = { act: 'operation.refused', by, operation: id, code, ...(issuer && { issuer }) } as const;
    // Nothing was done: that the database is away must not hide why.
    await audit.look(event).catch((error: unknown) => {
      stopped.delete(attempt);
      onTrouble(error);
    });
  };
}
