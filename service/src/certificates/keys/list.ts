import type { Database } from '../../platform/database/index.js';
import { listIssuers } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import type { KeyDescription, KeyStore } from '../signing/index.js';
import { inUse } from './carry-out.js';
import { expiryWarning } from './expiry.js';
import type { ExpiryWarning } from './expiry.js';

/** A key with the part that it has among its issuer's. */
export interface IssuerKey extends Omit<KeyDescription, 'state'> {
  readonly state: 'requested' | 'ready' | 'in-use' | 'retired' | 'revoked';
  readonly warning: ExpiryWarning | undefined;
}

/** @param issuer undefined: it is not added yet, its keys come first */
export function keysOf(keys: KeyStore, code: string, issuer: Issuer | undefined, now: Date): IssuerKey[] {
  const all = keys.describe(code);
  return all.map((key) => {
    const used = issuer ? inUse(issuer, key.use) : [];
    const isUsed = used.includes(key.kid);
    // One that is older than those in use has been in use itself, or was passed over.
    const isOld = all.some((one) => used.includes(one.kid) && one.createdAt > key.createdAt);
    const ready = isUsed ? 'in-use' : isOld ? 'retired' : 'ready';
    const warning = isUsed ? expiryWarning(key.notAfter, now) : undefined;
    const isRevoked = issuer?.revokedKids.includes(key.kid) === true;
    const state = isRevoked ? 'revoked' : key.state === 'ready' ? ready : key.state;
    return { ...key, state, warning: isRevoked ? undefined : warning };
  });
}

/** kids that any issuer signs with. */
export async function usedKids(database: Database): Promise<Set<string>> {
  const issuers = await listIssuers(database);
  return new Set(
    issuers.flatMap((issuer) =>
      (['certificate', 'credential'] as const).flatMap((use) => inUse(issuer, use)),
    ),
  );
}
