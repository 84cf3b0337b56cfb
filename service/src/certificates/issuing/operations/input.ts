import { z } from 'zod';
import { requireScope } from '../../../platform/principal/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import type { CertificateTypes } from '../../types/index.js';

/** The type's code for a code or slug; checks that the token covers issuer and type. */
export function scopedType(
  principal: Principal,
  issuer: string,
  types: CertificateTypes,
  codeOrSlug: string,
): string {
  const { code } = types.newest(codeOrSlug);
  requireScope(principal, issuer, code);
  return code;
}

/** Tells the sender of a repeated request that nothing was done anew. */
export const replayedHeaders = z.object({
  'Idempotent-Replayed': z
    .enum(['true'])
    .optional()
    .meta({ description: 'An earlier request with the same Idempotency-Key did this' }),
});

export const replayed = ({ repeated }: { readonly repeated: boolean }): Record<string, string> =>
  repeated ? { 'Idempotent-Replayed': 'true' } : {};
