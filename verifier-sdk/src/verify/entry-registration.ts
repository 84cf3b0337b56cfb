import type { Context } from './context.js';
import type { Proof } from './receipt.js';
import { fail, pass, unknown } from './report.js';
import type { Finding } from './report.js';

/**
 * Whether the keys and types of an attested entry were good by the registry at the version that the entry names.
 * A mirror that does not reach the entry leaves it to the provinces that attested it, unless a key is revoked.
 */
export function judgeEntry(
  context: Context,
  { entry }: Proof,
  kids: readonly string[],
  type: string,
): Finding {
  const ledger = context.mirror?.replayed;
  const history = ledger?.registry.history(entry.issuer);
  if (!ledger || history?.owner === undefined) return pass;
  const made = ledger.versionOf(entry);
  if ('concern' in made) {
    if (ledger.count('i', entry.issuer) >= entry.seq) return unknown(made.concern);
    const isRevoked = kids.some((kid) => history.keys.get(kid)?.revoked !== undefined);
    return isRevoked ? unknown('STATUS_STALE') : pass;
  }
  const { version } = made;
  const found = kids.map((kid) => history.keyState(kid, version));
  if (found.includes('late')) return fail('KEY_NOT_VALID');
  const isGood = found.every((one) => one === 'good') && history.isTypeGood(type, version);
  return isGood && !history.wasRetired(version) ? pass : unknown('RECORD_UNUSABLE');
}
