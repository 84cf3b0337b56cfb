import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import type { HallKeyStore } from './halls.js';

export interface PairingCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Pick<Protection, 'mac'>;
  readonly keys: HallKeyStore;
  /** MSP id of the province in whose audit tree receipts are filed. */
  readonly mspId: string;
}
