import type { z } from 'zod';
import { requireScope } from '../../../platform/principal/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import type { CertificateSummary } from '../certificates.js';
import type { Issuing } from '../issuing.js';
import type { ofCertificate } from '../../../platform/wire/index.js';
import type { certificate } from '../schemas.js';

export const PATH = '/api/v1/issuers/{issuer}/certificates';

/** The certificate's summary, if the token covers its issuer and type. */
export async function reachedCertificate(
  issuing: Issuing,
  principal: Principal,
  params: z.output<typeof ofCertificate>,
): Promise<CertificateSummary> {
  requireScope(principal, params.issuer);
  const found = await issuing.certificate(params.issuer, params.certificate);
  requireScope(principal, params.issuer, found.type);
  return found;
}

export function certificateView({ createdAt, ...same }: CertificateSummary): z.input<typeof certificate> {
  return { ...same, createdAt: createdAt.toISOString() };
}
