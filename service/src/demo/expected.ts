import type { IssuedCertificate } from './department.js';

export interface Expectation {
  readonly verdict: 'valid' | 'invalid';
  readonly code: 'OK' | 'REVOKED' | 'EXPIRED' | 'NOT_YET_VALID';
}

/** Today in Asia/Shanghai, eight hours ahead of UTC, where validity by dates is reckoned: `2026-11-24`. */
const today = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** What a window should say of a certificate, from what the department knows of it alone. */
export function expected(certificate: IssuedCertificate, revoked: boolean, now: Date): Expectation {
  if (revoked) return { verdict: 'invalid', code: 'REVOKED' };
  const day = today(now);
  if (day < certificate.validFrom) return { verdict: 'invalid', code: 'NOT_YET_VALID' };
  if (certificate.validUntil !== null && day > certificate.validUntil)
    return { verdict: 'invalid', code: 'EXPIRED' };
  return { verdict: 'valid', code: 'OK' };
}
