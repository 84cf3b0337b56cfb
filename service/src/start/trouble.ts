import type { Logger } from 'pino';
import { Problem } from '../platform/problems/index.js';

/** Tells the log of what is tried again: foreseen trouble in a line, the unforeseen with its stack. */
export function tellTrouble(log: Logger): (error: unknown, issuer?: string) => void {
  return (error, issuer) => {
    const { name, message, stack } = error instanceof Error ? error : new Error('unknown trouble');
    const code = (error as { code?: unknown } | null)?.code;
    const foreseen = error instanceof Problem && error.kind !== 'internal';
    const trouble = { name, code, message, ...(foreseen ? {} : { stack }) };
    log.warn({ trouble, ...(issuer !== undefined && { issuer }) }, 'trouble, tried again');
  };
}
