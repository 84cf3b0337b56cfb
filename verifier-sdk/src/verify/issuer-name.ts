import type { Context } from './context.js';
import type { Proof } from './receipt.js';
import type { ReportedIssuer } from './report.js';

/**
 * How an issuer is called: where an entry proves when the certificate was issued, by the name of that version of
 * its registration, with the present one beside it; else by the present name, with those before it.
 */
export function namesOf(context: Context, code: string, proof?: Proof): ReportedIssuer {
  const ledger = context.mirror?.replayed;
  const history = ledger?.registry.history(code);
  const present = history?.owner === undefined ? undefined : history.name;
  if (!proof) {
    const formerNames = (history?.names ?? []).filter((name) => name !== present);
    return { code, name: present ?? null, ...(formerNames.length > 0 && { formerNames }) };
  }
  const made = ledger?.versionOf(proof.entry);
  // Without the registry at that version, the provinces that attested the entry said the name of their day.
  const name = (made && 'version' in made && history?.nameAt(made.version)) || proof.statement.name;
  return { code, name, ...(present !== undefined && present !== name && { nameNow: present }) };
}
