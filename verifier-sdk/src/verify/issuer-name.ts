import type { Context } from './context.js';
import type { Proof } from './receipt.js';
import type { ReportedIssuer } from './report.js';

/**
 * How an issuer is called: where an entry proves when the certificate was issued, by the name of that version of
 * its registration, with the present one beside it; else by the present name, with those before it.
 */
export function namesOf(context: Context, code: string, proof?: Proof): ReportedIssuer {
  const history = context.mirror?.replayed?.registry.history(code);
  const present = history?.owner === undefined ? undefined : history.name;
  if (!proof) {
    const formerNames = (history?.names ?? []).filter((name) => name !== present);
    return { code, name: present ?? null, ...(formerNames.length > 0 && { formerNames }) };
  }
  const name = nameThen(context, proof);
  return { code, name, ...(present !== undefined && present !== name && { nameNow: present }) };
}

/** Without the registry at the entry's version: the name of the day on which the provinces attested it. */
function nameThen(context: Context, { entry, statement }: Proof): string {
  const ledger = context.mirror?.replayed;
  const made = ledger?.versionOf(entry);
  const known =
    made && 'version' in made ? ledger?.registry.history(entry.issuer)?.nameAt(made.version) : undefined;
  return known ?? statement.name;
}
