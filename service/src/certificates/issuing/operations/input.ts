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
