import type { Audit } from '../people/audit/index.js';
import type { Refusal } from '../platform/http/index.js';

/** Writes down what somebody tried: changes that were refused, whatever the reason, and looks at what is not theirs. */
export function refusalRecorder(
  audit: Audit,
  onTrouble: (error: unknown) => void,
): (refusal: Refusal) => Promise<void> {
  return async ({ by, operation: { id, method }, issuer, problem: { kind, code } }) => {
    if (kind === 'internal' || kind === 'unavailable') return;
    if (method === 'get' && kind !== 'forbidden') return;
    const event = { act: 'operation.refused', by, operation: id, code, ...(issuer && { issuer }) } as const;
    // Nothing was done: that the database is away must not hide why.
    await audit.look(event).catch(onTrouble);
  };
}
