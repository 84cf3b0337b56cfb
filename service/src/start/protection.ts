import { join } from 'node:path';
import { masterKeyFile, openProtection, parseMasterKey } from '../people/personal-data/index.js';
import type { Protection } from '../people/personal-data/index.js';
import type { Settings } from '../platform/settings/index.js';

/** The master key comes from the environment, or from a file (0600) of the data folder that the first start makes. */
export async function openConfiguredProtection(settings: Settings): Promise<Protection> {
  const newest =
    settings.masterKey === undefined
      ? await masterKeyFile(join(settings.data, 'keys', 'master.key'))
      : parseMasterKey(settings.masterKey, 'CERTBRIDGE_MASTER_KEY');
  const older = settings.oldMasterKeys.map((key) => parseMasterKey(key, 'CERTBRIDGE_OLD_MASTER_KEYS'));
  return openProtection([newest, ...older]);
}
