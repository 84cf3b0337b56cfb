import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { Under } from '../formats/under.js';
import type { IssuerHistory, IssuerKey } from './issuer-history.js';
import type { UnusableRecord } from './registry-events.js';

/** A department as the ledger has it. */
export interface RegisteredIssuer {
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** As last registered. */
  readonly name: string;
  /** MSP id of the province that owns it. */
  readonly mspId: string;
  /** Every type (21 characters) that it was ever registered for: certificates outlive permissions. */
  readonly types: ReadonlySet<string>;
  /** By kid. */
  readonly keys: ReadonlyMap<string, IssuerKey>;
  /** When it was last registered; RFC 3339 UTC. */
  readonly since: string;
  /** The version of its registration, by the records that made it. */
  readonly under: Under;
  /** The department that it was merged into, by its code. */
  readonly successor?: string;
  /** It ended without a successor: nothing new is anchored in its log. */
  readonly retired?: true;
}

/**
 * Why something of an issuer cannot be judged: a record about it is of later software, or breaks a rule of the
 * ledger.
 */
export type RecordConcern = 'UPDATE_NEEDED' | 'RECORD_UNUSABLE';

/** Who may issue what with which keys, as the network's and the provinces' logs say. */
export interface Registry {
  /** The newest trust anchor on the network's log; undefined before its first record. */
  readonly anchor: TrustAnchor | undefined;
  /** By the issuer's GB 32100 code, 18 characters. */
  readonly issuers: ReadonlyMap<string, RegisteredIssuer>;
  /** Names of certificate types by their code, 21 characters. */
  readonly types: ReadonlyMap<string, string>;
  /** Kinds of records that the network switched on. */
  readonly features: ReadonlySet<string>;
  /** Records of the network and of provinces that cannot be used, in the order of their logs. */
  readonly unusable: readonly UnusableRecord[];
  /** The department that an issuer (GB 32100 code) was merged into, by its code; undefined: none. */
  successorOf(issuer: string): string | undefined;
}

/** What software of later versions said of what: exactly this cannot be judged here. */
export interface UpdateNeeded {
  readonly issuers: ReadonlySet<string>;
  readonly provinces: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** `<issuer> <kid>` */
  readonly keys: ReadonlySet<string>;
}

/** The registry as it was replayed, with the versions of every issuer. */
export class ReplayedRegistry implements Registry {
  readonly anchor: TrustAnchor | undefined;
  readonly types: ReadonlyMap<string, string>;
  readonly features: ReadonlySet<string>;
  readonly unusable: readonly UnusableRecord[];
  readonly issuers: ReadonlyMap<string, RegisteredIssuer>;
  /** MSP ids of the provinces that ever had a region, two digits. */
  readonly provincesOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #histories: ReadonlyMap<string, IssuerHistory>;
  readonly #updateNeeded: UpdateNeeded;

  constructor(
    histories: ReadonlyMap<string, IssuerHistory>,
    rest: Pick<ReplayedRegistry, 'anchor' | 'types' | 'features' | 'unusable' | 'provincesOf'>,
    updateNeeded: UpdateNeeded,
  ) {
    this.anchor = rest.anchor;
    this.types = rest.types;
    this.features = rest.features;
    this.unusable = rest.unusable;
    this.provincesOf = rest.provincesOf;
    this.#histories = histories;
    this.#updateNeeded = updateNeeded;
    this.issuers = new Map(
      [...histories.values()].flatMap((history) => {
        const issuer = registered(history);
        return issuer ? [[history.issuer, issuer] as const] : [];
      }),
    );
  }

  successorOf(issuer: string): string | undefined {
    return this.#histories.get(issuer)?.successor;
  }

  /** The versions of an issuer's registration; undefined: no record is about it. */
  history(issuer: string): IssuerHistory | undefined {
    return this.#histories.get(issuer);
  }

  /** Why certificates of this issuer, of this type and signed with this key cannot be judged, if so. */
  concern(issuer: string, type?: string, kid?: string): RecordConcern | undefined {
    const history = this.#histories.get(issuer);
    const { issuers, provinces, types, keys } = this.#updateNeeded;
    const isNew =
      issuers.has(issuer) ||
      (history?.owner !== undefined && provinces.has(history.owner)) ||
      (type !== undefined && types.has(type)) ||
      (kid !== undefined && keys.has(`${issuer} ${kid}`));
    if (isNew) return 'UPDATE_NEEDED';
    const isDoubtful = history?.isDoubtful || (kid !== undefined && history?.doubtfulKeys.has(kid));
    return isDoubtful ? 'RECORD_UNUSABLE' : undefined;
  }
}

function registered(history: IssuerHistory): RegisteredIssuer | undefined {
  const { issuer, name, owner, types, keys, since, under, successor, isRetired } = history;
  if (owner === undefined) return undefined;
  return {
    ...{ issuer, name, mspId: owner, types, keys, since, under },
    ...(successor !== undefined && { successor }),
    ...(isRetired && { retired: true as const }),
  };
}
