import { attestedEntries } from '../../ledger/anchoring/index.js';
import type { AttestedEntry } from '../../ledger/anchoring/index.js';
import { listCertificates } from './certificates.js';
import type { CertificateSummary } from './certificates.js';
import type { IssuingOptions } from './options.js';

export interface CertificateLife {
  readonly entries: readonly AttestedEntry[];
  readonly copies: readonly CertificateSummary[];
}

/** What others did with a certificate, as far as the service knows. @param certId hex */
export async function lifeOf(
  options: Pick<IssuingOptions, 'database' | 'protection'>,
  issuer: string,
  certId: string,
): Promise<CertificateLife> {
  const [entries, copies] = await Promise.all([
    attestedEntries(options.database, issuer, Buffer.from(certId, 'hex')),
    listCertificates(options, { issuer, copyOf: certId, limit: 1000 }),
  ]);
  return { entries, copies };
}
