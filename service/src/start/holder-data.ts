import { issuedData } from '../certificates/issuing/index.js';
import type { CertificateTypes } from '../certificates/types/index.js';
import { auditData } from '../people/audit/index.js';
import type { HolderData, Protection } from '../people/personal-data/index.js';
import type { Database } from '../platform/database/index.js';
import { correctionData } from '../residents/own-certificates/index.js';
import { walletData } from '../residents/wallet/index.js';

export interface HolderDataParts {
  readonly database: Database;
  readonly protection: Protection;
  readonly types: CertificateTypes;
}

/** What capabilities besides issuing keep of holders. Whoever keeps something new adds it here. */
export const heldElsewhere = ({ protection }: Pick<HolderDataParts, 'protection'>): HolderData[] => [
  ...walletData,
  correctionData(protection),
  auditData(protection),
];

/** All that is kept of holders. */
export const holderData = (parts: HolderDataParts): HolderData[] => [
  ...issuedData(parts),
  ...heldElsewhere(parts),
];
