import { z } from 'zod';
import { requireScope } from '../../../people/sign-in/index.js';
import type { Principal } from '../../../people/sign-in/index.js';
import type { CertificateTypes } from '../../types/index.js';
import { issuerCode } from '../../../platform/http/schemas.js';

/** Every path under an issuer names it: rows of another are out of reach by construction. */
export const ofIssuer = z.object({ issuer: issuerCode });

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
