/** What a mirror makes of all records that the contract wrote, in the form in which the contract keeps its state. */
import { toBase64 } from '../formats/bytes.js';
import { isAnchoring } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import { headsRoot, headsText } from '../formats/heads.js';
import type { Head, Log } from '../formats/heads.js';
import type { LogRecord } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { chainRecords, emptyLog } from './chain.js';
import type { ChainedRecord, LogUpdate } from './chain.js';
import { ReplayedLedger } from './ledger.js';

/** What the contract keeps beside its records. */
export interface ContractState {
  /** What `GetRegistry` says of each issuer. */
  readonly registry: Readonly<Record<string, unknown>>;
  readonly statuses: readonly { readonly issuer: string; readonly cert: string; readonly status: unknown }[];
  /** How many logs there are. */
  readonly count: number;
  /** The root over their heads, in hex. */
  readonly heads: string;
}

/** All records of the contract's logs, by `<log> <id>`. */
export type ContractRecords = Readonly<Record<string, readonly unknown[]>>;

/**
 * The state that a mirror comes to by the records alone; of the contract's own, it says which certificates it looks at.
 * `doubts`: what of the records a mirror cannot use or judge; of those that the contract wrote, nothing.
 */
export async function replayContract(
  records: ContractRecords,
  { statuses }: Pick<ContractState, 'statuses'>,
): Promise<ContractState & { readonly doubts: readonly unknown[] }> {
  const logs = Object.entries(records).map(([name, log]) => [name, log as readonly LogRecord[]] as const);
  const updates: (LogUpdate & { readonly records: readonly ChainedRecord[] })[] = [];
  for (const [name, log] of logs) {
    const [kind, id] = name.split(' ') as [Log, string];
    const of = { log: kind, id };
    // A chain asks of its trust anchor for the names of network and channel alone, and records say them too.
    updates.push({ ...of, records: await chainRecords(of, emptyLog, log, log[0] as unknown as TrustAnchor) });
  }
  const heads = updates.map(({ log, id, records: chained }): Head => {
    return { log, id, seq: chained.length, hash: chained.at(-1)?.hash ?? '' };
  });
  const ledger = await new ReplayedLedger().with(updates);
  ledger.stand(heads, new Map());
  const issuers = [...ledger.registry.issuers.keys()].sort();
  const entries = logs.flatMap(([name, log]) => (name.startsWith('i ') ? (log as readonly Entry[]) : []));
  return {
    registry: Object.fromEntries(issuers.map((code) => [code, registered(ledger, code)])),
    statuses: statuses.map(({ issuer, cert }) => ({ issuer, cert, status: ledger.status(issuer, cert) })),
    count: heads.length,
    heads: await headsRoot(headsText(heads)),
    doubts: [
      ...ledger.registry.unusable,
      ...issuers.filter((code) => ledger.concern(code) !== undefined),
      ...statuses.filter(({ issuer, cert }) => ledger.isUnusable(issuer, cert)),
      ...entries.filter((entry) => !isGood(ledger, entry)),
    ],
  };
}

/** An issuer as `GetRegistry` gives it. */
function registered({ registry }: ReplayedLedger, code: string): unknown {
  const issuer = registry.issuers.get(code);
  const history = registry.history(code);
  if (!issuer || !history) return undefined;
  const { since: _, keys, types, ...rest } = issuer;
  const version = history.versionOf(issuer.under) ?? 0;
  return {
    // The registry has the types of all times; the contract those of today.
    issuer: { ...rest, types: [...types].filter((type) => history.isTypeGood(type, version)).sort() },
    keys: [...keys.values()]
      .map(({ spki, ...key }) => ({ ...key, spki: toBase64(spki) }))
      .sort((a, b) => (a.kid < b.kid ? -1 : 1)),
  };
}

/** Whether the keys and types that an entry names were good in the version that it was made under. */
function isGood(ledger: ReplayedLedger, entry: Entry): boolean {
  const made = ledger.versionOf(entry);
  const history = ledger.registry.history(entry.issuer);
  if (!('version' in made) || !history) return false;
  if (!isAnchoring(entry)) return true;
  const { version } = made;
  return (
    !history.wasRetired(version) &&
    entry.keys.every((kid) => history.keyState(kid, version) === 'good') &&
    entry.types.every((type) => history.isTypeGood(type, version))
  );
}
