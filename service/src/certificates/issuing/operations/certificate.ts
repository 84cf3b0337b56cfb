import { dateAt, mayBecome } from '@certbridge/verifier-sdk/formats';
import type { z } from 'zod';
import { mayDo, permissions, reachesType, requireScope } from '../../../platform/principal/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import { requestedStates } from '../../statuses/index.js';
import { countsOn } from '../certificates.js';
import type { CertificateSummary } from '../certificates.js';
import { renewable } from '../claim.js';
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

const { changeStatus, renewCertificate, copyCertificate } = permissions;
const changing = { changeStatus, renewCertificate, copyCertificate };

/** The certificates that each of them can be done with. */
const CHANGEABLE: Readonly<Record<keyof typeof changing, (found: CertificateSummary) => boolean>> = {
  changeStatus: ({ state }) => requestedStates.some((to) => mayBecome(state, to)),
  renewCertificate: ({ state, pending, copyOf }) =>
    renewable.includes(state) && pending === null && copyOf === null,
  copyCertificate: (found) => found.copyOf === null && countsOn(found, dateAt(Date.now())),
};

/** By which operations somebody may change a certificate now. */
const mayChange = (principal: Principal, found: CertificateSummary): string[] =>
  reachesType(principal, found.type)
    ? mayDo(principal, changing, found.issuer).filter((id) => CHANGEABLE[id](found))
    : [];

export function certificateView(
  found: CertificateSummary,
  principal: Principal,
): z.input<typeof certificate> {
  const { createdAt, ...same } = found;
  return { ...same, createdAt: createdAt.toISOString(), may: mayChange(principal, found) };
}
