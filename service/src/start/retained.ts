import { retainedCertificates, retainedFiles } from '../certificates/issuing/index.js';
import { retainedUploads } from '../certificates/uploads/index.js';
import type { CertificateTypes } from '../certificates/types/index.js';
import type { RetainedData } from '../people/retention/index.js';
import { SettingsRefused } from '../platform/settings/index.js';
import type { Settings } from '../platform/settings/index.js';
import { retainedCorrections } from '../residents/own-certificates/index.js';
import { retainedWallets } from '../residents/wallet/index.js';
import { retainedCases } from '../windows/cases/index.js';
import { retainedReceipts } from '../windows/receipts/index.js';

/**
 * All that is deleted some time after it is over. Cases before receipts, which those of cases wait for.
 * @throws SettingsRefused where the setting names something else
 */
export function retainedData(
  types: CertificateTypes,
  { retention }: Pick<Settings, 'retention'>,
): readonly RetainedData[] {
  const kinds = [
    ...[retainedUploads, retainedFiles, retainedCases, retainedReceipts, retainedCorrections],
    ...retainedWallets,
    ...retainedCertificates(types),
  ];
  const known = kinds.map(({ kind }) => kind);
  const unknown = Object.keys(retention).filter((kind) => !known.includes(kind));
  if (unknown.length === 0) return kinds;
  throw new SettingsRefused([
    `CERTBRIDGE_RETENTION names ${unknown.join(', ')}: it should name some of ${known.join(', ')}.`,
  ]);
}
