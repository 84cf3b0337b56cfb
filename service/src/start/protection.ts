import { join } from 'node:path';
import { OtherMasterKey } from '../ledger/belonging/index.js';
import {
  DecryptionFailed,
  masterKeyFile,
  openKeptProtection,
  parseMasterKey,
} from '../people/personal-data/index.js';
import type { Protection } from '../people/personal-data/index.js';
import type { Queryable } from '../platform/database/index.js';
import type { Settings } from '../platform/settings/index.js';

/**
 * The master key comes from the environment, or from a file (0600) of the data folder that the first start makes.
 * @throws OtherMasterKey where the database's keys are under none of these
 */
export async function openConfiguredProtection(settings: Settings, database: Queryable): Promise<Protection> {
  const newest =
    settings.masterKey === undefined
      ? await masterKeyFile(join(settings.data, 'keys', 'master.key'))
      : parseMasterKey(settings.masterKey, 'CERTBRIDGE_MASTER_KEY');
  const older = settings.oldMasterKeys.map((key) => parseMasterKey(key, 'CERTBRIDGE_OLD_MASTER_KEYS'));
  try {
    return await openKeptProtection(database, [newest, ...older]);
  } catch (error) {
    throw error instanceof DecryptionFailed ? new OtherMasterKey() : error;
  }
}
