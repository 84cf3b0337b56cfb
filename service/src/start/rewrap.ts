import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { keysOfOlderMasters, rewrapKeys } from '../people/personal-data/index.js';
import type { Protection } from '../people/personal-data/index.js';
import type { Database } from '../platform/database/index.js';
import type { Settings } from '../platform/settings/index.js';
import { pause } from '../platform/waiting/index.js';
import { figures } from '../upkeep/health/index.js';
import { wrappedKeys } from './wrapped-keys.js';

export interface RewrapParts {
  readonly settings: Pick<Settings, 'oldMasterKeys'>;
  readonly database: Database;
  readonly protection: Protection;
  readonly registry: Registry;
  readonly log: Logger;
  readonly onTrouble: (error: unknown) => void;
}

/** Milliseconds between two looks: a replica that was not restarted yet still makes keys under the older one. */
const LOOK_EVERY = 3_600_000;

/** Where there are older master keys, brings all keys under the newest, and tells when the others can be removed. */
export async function runRewrap(
  { settings: { oldMasterKeys }, database, protection, registry, log, onTrouble }: RewrapParts,
  signal: AbortSignal,
): Promise<void> {
  if (oldMasterKeys.length === 0) return pause(undefined, signal);
  figures(registry, {
    name: 'certbridge_keys_of_older_master',
    help: 'Keys that an older master key still wraps, by table: at 0 everywhere CERTBRIDGE_OLD_MASTER_KEYS can go',
    labelNames: ['table'],
    read: async () =>
      [...(await keysOfOlderMasters(database, protection, wrappedKeys))].map(([table, keys]) => [
        { table },
        keys,
      ]),
  });
  while (!signal.aborted) {
    try {
      const done = await rewrapKeys({ database, protection, tables: wrappedKeys }, signal);
      log.warn({ keys: done }, 'keys were brought under the newest master key');
    } catch (error) {
      onTrouble(error);
    }
    await pause(LOOK_EVERY, signal);
  }
}
