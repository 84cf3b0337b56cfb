import type { JsonObject } from '../canonical/json';
import { rootOfHeads } from '../logs/heads-root';
import type { MemoryLedger } from './memory';
import { stateOf } from './replay';

/** What the contract keeps of issuers, certificates and logs; a verifier comes to it by the records alone. */
export interface KeptState {
  /** By code: the issuer and its keys, as `GetRegistry` gives them. */
  readonly registry: Readonly<Record<string, JsonObject>>;
  readonly statuses: readonly {
    readonly issuer: string;
    readonly cert: string;
    readonly status: JsonObject;
  }[];
  /** How many logs there are. */
  readonly count: number;
  /** The root over their heads, in hex. */
  readonly heads: string;
}

export async function keptState(ledger: MemoryLedger): Promise<KeptState> {
  const keys = stateOf(ledger, 'key').sort(([[, a = '']], [[, b = '']]) => (a < b ? -1 : 1));
  const registry = stateOf(ledger, 'issuer').map(([[code = ''], issuer]) => {
    return [code, { issuer, keys: keys.filter(([[of]]) => of === code).map(([, key]) => key) }] as const;
  });
  const statuses = stateOf(ledger, 'status').flatMap(([[issuer = '', cert = ''], { status }]) =>
    status === undefined ? [] : [{ issuer, cert, status: status as JsonObject }],
  );
  return {
    registry: Object.fromEntries(registry),
    statuses: statuses.sort((a, b) => (a.cert < b.cert ? -1 : 1)),
    ...(await ledger.call('AnhuiMSP', '', ({ state }) => rootOfHeads(state))),
  };
}
