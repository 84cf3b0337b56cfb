import type { Logger } from 'pino';
import { Problem } from '../platform/problems/index.js';

/** Tells the log of what is tried again: foreseen trouble in a line, the unforeseen with its stack. */
export function tellTrouble(log: Logger): (error: unknown) => void {
  return (error) => {
    const { name, message, stack } = error instanceof Error ? error : new Error('unknown trouble');
    const code = (error as { code?: unknown } | null)?.code;
    const foreseen = error instanceof Problem && error.kind !== 'internal';
    log.warn({ trouble: { name, code, message, ...(foreseen ? {} : { stack }) } }, 'trouble, tried again');
  };
}
