import { NO_HASH, recordHash } from '../canonical/hash';
import type { JsonObject } from '../canonical/json';
import type { Under } from '../issuers/under';
import type { MemoryLedger } from './memory';

/*
 * What a verifier makes of the records alone: a second, naive reading of the rules, which the state must agree
 * with. It throws where a record does not fit.
 */

export interface ReplayedIssuer {
  readonly mspId: string;
  readonly name: string;
  readonly successor: string | undefined;
  readonly under: Under;
}

/** Who owns an issuer in one of its versions. */
type OwnerAt = (issuer: string, under: Under) => string;

interface About {
  readonly issuer: string;
  readonly under: Under;
  readonly after: Under;
  readonly change: (ownerAt: OwnerAt) => Partial<ReplayedIssuer>;
}

const nameOf = ({ n, p }: Under): string => `${n} ${p}`;

/** The composite keys of one type, each as its attributes, and their values. */
export function stateOf(ledger: MemoryLedger, type: string): [attributes: string[], value: JsonObject][] {
  return Object.entries(ledger.state)
    .map(([key, value]) => [key.slice(1, -1).split('\u0000'), JSON.parse(value)] as [string[], JsonObject])
    .filter(([[first]]) => first === type)
    .map(([[, ...attributes], value]) => [attributes, value]);
}

/** All records of each log, checked: seqs from 1, each chained to the one before, the head the last. */
export function replayLogs(ledger: MemoryLedger): Map<string, JsonObject[]> {
  const logs = new Map<string, JsonObject[]>();
  const records = stateOf(ledger, 'record').sort(([a], [b]) => (a.join(' ') < b.join(' ') ? -1 : 1));
  for (const [[log = '', id = ''], record] of records) {
    const name = `${log} ${id}`;
    const before = logs.get(name) ?? [];
    const last = before.at(-1);
    if (record['seq'] !== before.length + 1 || record['prev'] !== (last ? recordHash(last) : NO_HASH))
      throw new Error(`${name} does not chain at ${before.length + 1}`);
    logs.set(name, [...before, record]);
  }
  for (const [[log = '', id = ''], head] of stateOf(ledger, 'head')) {
    const last = logs.get(`${log} ${id}`)?.at(-1);
    if (!last || head['seq'] !== last['seq'] || head['hash'] !== recordHash(last))
      throw new Error(`the head of ${log} ${id} is not its last record`);
  }
  return logs;
}

/** Each issuer by its chain of versions: of every version at most one record follows, and each follows one. */
export function replayIssuers(logs: ReadonlyMap<string, readonly JsonObject[]>): Map<string, ReplayedIssuer> {
  const following = new Map<string, About>();
  for (const [name, records] of logs) {
    if (name.startsWith('i ')) continue;
    for (const about of records.flatMap(name.startsWith('n ') ? aboutOfDecision : aboutOfProvince)) {
      const key = `${about.issuer} ${nameOf(about.under)}`;
      if (following.has(key)) throw new Error(`two records follow ${key}`);
      following.set(key, about);
    }
  }
  const versionsOf = (issuer: string): ReplayedIssuer[] => {
    const versions: ReplayedIssuer[] = [];
    let state: ReplayedIssuer = { mspId: '', name: '', successor: undefined, under: { n: 0, p: 0 } };
    for (;;) {
      const next = following.get(`${issuer} ${nameOf(state.under)}`);
      if (!next) return versions;
      const change = next.change((code, under) => {
        const version = versionsOf(code).find((each) => nameOf(each.under) === nameOf(under));
        if (!version) throw new Error(`${code} has no version ${nameOf(under)}`);
        return version.mspId;
      });
      const isMoved = state.mspId !== '' && (change.mspId ?? state.mspId) !== state.mspId;
      state = { ...state, ...change, under: isMoved ? { n: next.after.n, p: 0 } : next.after };
      versions.push(state);
    }
  };
  const issuers = new Map<string, ReplayedIssuer>();
  let followed = 0;
  for (const issuer of new Set([...following.values()].map((about) => about.issuer))) {
    const versions = versionsOf(issuer);
    followed += versions.length;
    issuers.set(issuer, versions.at(-1) as ReplayedIssuer);
  }
  if (followed !== following.size) throw new Error('a record follows no version');
  return issuers;
}

const underOf = (value: unknown): Under => value as Under;

function aboutOfProvince(record: JsonObject): About[] {
  const under = underOf(record['under']);
  const after = { n: under.n, p: record['seq'] as number };
  const { name, mspId } = record as { readonly name?: string; readonly mspId: string };
  const change = name === undefined ? {} : { name, mspId };
  return [{ issuer: record['issuer'] as string, under, after, change: () => change }];
}

function aboutOfDecision(record: JsonObject): About[] {
  const n = record['seq'] as number;
  const items = (record['items'] ?? []) as readonly JsonObject[];
  return items.flatMap((item) => {
    const about = (issuer: unknown, given: unknown, change: About['change']): About => {
      const under = underOf(given);
      return { issuer: issuer as string, under, after: { n, p: under.p }, change };
    };
    const along = (item['with'] ?? []) as readonly JsonObject[];
    const mspId = item['mspId'] as string;
    if (item['kind'] === 'issuer') {
      const registered = about(item['issuer'], item['under'], () => ({
        name: item['name'] as string,
        mspId,
      }));
      return [registered, ...along.map((each) => about(each['issuer'], each['under'], () => ({ mspId })))];
    }
    if (item['kind'] === 'succession') {
      const { from, to } = item['under'] as unknown as { from: Under; to: Under };
      const successor = item['to'] as string;
      const owner: About['change'] = (ownerAt) => ({ mspId: ownerAt(successor, to) });
      return [
        about(item['from'], from, (ownerAt) => ({ ...owner(ownerAt), successor })),
        about(successor, to, () => ({})),
        ...along.map((each) => about(each['issuer'], each['under'], owner)),
      ];
    }
    const heirs = (item['heirs'] ?? []) as readonly JsonObject[];
    return heirs.map((each) => about(each['issuer'], each['under'], () => ({ mspId: each['to'] as string })));
  });
}
