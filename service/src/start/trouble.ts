import type { Logger } from 'pino';
import type { KeyDescription } from '../certificates/signing/index.js';
import { Problem } from '../platform/problems/index.js';

/** Tells the log of what is tried again: foreseen trouble in a line, the unforeseen with its stack. */
export function tellTrouble(log: Logger): (error: unknown, issuer?: string) => void {
  const tell = (error: unknown, issuer?: string): void => {
    // Of several that failed, that some did would help nobody.
    if (error instanceof AggregateError) {
      for (const one of error.errors) tell(one, issuer);
      return;
    }
    const { name, message, stack } = error instanceof Error ? error : new Error('unknown trouble');
    const code = (error as { code?: unknown } | null)?.code;
    const foreseen = error instanceof Problem && error.kind !== 'internal';
    const trouble = { name, code, message, ...(foreseen ? {} : { stack }) };
    log.warn({ trouble, ...(issuer !== undefined && { issuer }) }, 'trouble, tried again');
  };
  return tell;
}

/** Tells the log of keys whose certificates end, or have ended. */
export function tellExpiry(log: Logger): (key: KeyDescription, warning: number | 'expired') => void {
  return ({ issuer, kid, use, notAfter }, warning) => {
    const key = { issuer, kid, use, notAfter: notAfter?.toISOString() };
    if (warning === 'expired')
      log.error({ key }, 'the certificate of a signing key has expired: issuing waits');
    else log.warn({ key, days: warning }, 'the certificate of a signing key ends soon: rotate to another');
  };
}
