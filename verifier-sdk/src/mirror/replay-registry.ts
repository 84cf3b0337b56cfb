import type { DecisionItem, ItemReading, MovedIssuer } from '../formats/network-records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { firstUnder, sameUnder } from '../formats/under.js';
import type { About, Under } from '../formats/under.js';
import { IssuerHistory } from './issuer-history.js';
import type { NetworkEvent, ProvinceEvent, UnusableRecord } from './registry-events.js';
import { ReplayedRegistry } from './registry.js';

/** The records of the logs that make the registry, in the order of each log; provinces by their MSP ids. */
export interface RegistryEvents {
  readonly network: readonly NetworkEvent[];
  readonly provinces: ReadonlyMap<string, readonly ProvinceEvent[]>;
}

type Of<K extends DecisionItem['kind']> = Extract<DecisionItem, { kind: K }>;

const nameOf = ({ n, p }: Under): string => `${n} ${p}`;

/** The issuer that an event is about. */
const issuerOf = (about: About | undefined): string | undefined => about?.issuer ?? about?.key?.issuer;

/**
 * Replays the network's and the provinces' logs. It depends on what stands in them and on nothing else: neither
 * on the order in which a mirror got them nor on any clock. Network records come in their order; between them,
 * each issuer's versions lead from one record to the next by their `under`.
 */
class Replay {
  readonly #network: readonly NetworkEvent[];
  /** Of all provinces, by their MSP ids, and not in the order in which a mirror got their logs. */
  readonly #provinces: readonly ProvinceEvent[];
  readonly #histories = new Map<string, IssuerHistory>();
  /** Events by issuer, province and the version before them. */
  readonly #waiting = new Map<string, Map<string, Map<string, ProvinceEvent>>>();
  readonly #used = new Set<ProvinceEvent>();
  readonly #regions = new Map<string, Set<string>>();
  readonly #types = new Map<string, string>();
  readonly #features = new Set<string>();
  readonly #unusable: UnusableRecord[] = [];
  readonly #updateNeeded = {
    issuers: new Set<string>(),
    provinces: new Set<string>(),
    types: new Set<string>(),
    keys: new Set<string>(),
  };
  #networkId = '';
  #anchor: TrustAnchor | undefined;

  constructor({ network, provinces }: RegistryEvents) {
    this.#network = network;
    this.#provinces = [...provinces].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, events]) => events);
  }

  run(): ReplayedRegistry {
    for (const event of this.#network) this.#readRegions(event);
    for (const event of this.#provinces) this.#await(event);
    for (const event of this.#network) this.#applyNetwork(event);
    for (const issuer of this.#waiting.keys()) this.#advance(this.#history(issuer));
    for (const event of this.#provinces) this.#settle(event);
    return new ReplayedRegistry(
      this.#histories,
      {
        anchor: this.#anchor,
        types: this.#types,
        features: this.#features,
        unusable: this.#unusable,
        provincesOf: this.#regions,
      },
      this.#updateNeeded,
    );
  }

  /** Regions of all trust anchors: which was in force when a province registered an issuer, the contract saw. */
  #readRegions({ said }: NetworkEvent): void {
    const anchors: TrustAnchor[] = [];
    if (said.state === 'init') anchors.push(said.anchor);
    if (said.state === 'decision') {
      for (const reading of said.items) {
        if (reading.state === 'known' && reading.item.kind === 'anchor') anchors.push(reading.item.anchor);
      }
    }
    for (const { mspId, region } of anchors.flatMap(({ provinces }) => provinces)) {
      this.#regions.set(region, (this.#regions.get(region) ?? new Set()).add(mspId));
    }
  }

  #history(issuer: string): IssuerHistory {
    const known = this.#histories.get(issuer) ?? new IssuerHistory(issuer);
    this.#histories.set(issuer, known);
    return known;
  }

  #await(event: ProvinceEvent): void {
    const issuer = issuerOf(event.about);
    if (issuer === undefined || event.under === undefined || event.under.p >= event.seq) return;
    const ofIssuer = this.#waiting.get(issuer) ?? new Map<string, Map<string, ProvinceEvent>>();
    const ofProvince = ofIssuer.get(event.mspId) ?? new Map<string, ProvinceEvent>();
    const name = nameOf(event.under);
    // Of two records after one version the first stands.
    if (!ofProvince.has(name)) ofProvince.set(name, event);
    this.#waiting.set(issuer, ofIssuer.set(event.mspId, ofProvince));
  }

  /** The province's record that follows an issuer's present version, if it is here. */
  #next({ issuer, owner, under }: IssuerHistory): ProvinceEvent | undefined {
    const ofIssuer = this.#waiting.get(issuer);
    if (!ofIssuer) return undefined;
    if (owner !== undefined) return ofIssuer.get(owner)?.get(nameOf(under));
    const region = this.#regions.get(issuer.slice(2, 4));
    // Characters 3–4 of a code that a province registers by itself are its region (GB 32100 §4, GB/T 2260); of
    // several provinces' registrations the one first by MSP id counts, in which order they were put there.
    return [...ofIssuer]
      .map(([, events]) => events.get(nameOf(firstUnder)))
      .find((event) => event && region?.has(event.mspId) && isRegistration(event));
  }

  /** Follows the owner's records, up to a version that is wanted or as far as they lead. */
  #advance(history: IssuerHistory, to?: Under): void {
    for (;;) {
      const { under } = history;
      if (to && (sameUnder(under, to) || under.n !== to.n)) return;
      const event = this.#next(history);
      if (!event) return;
      this.#used.add(event);
      this.#apply(history, event);
    }
  }

  #apply(history: IssuerHistory, { mspId, seq, under, said, about }: ProvinceEvent): void {
    history.record(seq, history.owner ?? mspId);
    if (said.state === 'unusable') this.#harm('p', mspId, seq, about, said.why);
    if (said.state !== 'known') return;
    const { record, key } = said;
    let isDone = true;
    if (record.kind === 'issuer') history.register(record);
    else if (record.kind === 'retire') history.retire();
    else if (record.kind === 'key') isDone = key !== undefined && history.addKey(key);
    else isDone = history.revokeKey(record.kid, record.reason, under ?? firstUnder);
    if (!isDone) this.#harm('p', mspId, seq, about, `${record.kind} of a key that is not as it must be`);
  }

  #harm(log: 'n' | 'p', id: string, seq: number, about: About | undefined, why: string): void {
    this.#unusable.push({ log, id, seq, about, why });
    if (about?.issuer !== undefined) this.#history(about.issuer).isDoubtful = true;
    if (about?.key) this.#history(about.key.issuer).doubtfulKeys.add(about.key.kid);
  }

  #applyNetwork({ seq, time, said }: NetworkEvent): void {
    switch (said.state) {
      case 'init':
        this.#networkId = said.anchor.network;
        if (seq === 1) this.#succeed(seq, said.anchor);
        else this.#harm('n', this.#networkId, seq, undefined, 'a second beginning');
        return;
      case 'decision':
        for (const reading of said.items) this.#applyItem(seq, time, reading);
        return;
      case 'unknown':
        this.#needUpdate(said.about);
        if (said.under) this.#pass(seq, said.about, said.under);
        return;
      case 'unusable':
        this.#harm('n', this.#networkId, seq, said.about, said.why);
    }
  }

  /** A record of later software about an issuer makes a version too, which the next records name. */
  #pass(seq: number, about: About | undefined, under: Under): void {
    const issuer = issuerOf(about);
    const history = issuer !== undefined ? this.#take(issuer, under, seq) : undefined;
    if (history?.owner !== undefined) history.decide(seq, history.owner);
  }

  #needUpdate(about: About | undefined): void {
    if (about?.issuer !== undefined) this.#updateNeeded.issuers.add(about.issuer);
    if (about?.province !== undefined) this.#updateNeeded.provinces.add(about.province);
    if (about?.type !== undefined) this.#updateNeeded.types.add(about.type);
    if (about?.key) this.#updateNeeded.keys.add(`${about.key.issuer} ${about.key.kid}`);
  }

  #applyItem(seq: number, time: string, reading: ItemReading): void {
    if (reading.state === 'unknown') this.#needUpdate(reading.about);
    else if (reading.state === 'unusable') this.#harm('n', this.#networkId, seq, reading.about, reading.why);
    else this.#enact(seq, time, reading.item);
  }

  #enact(seq: number, time: string, item: DecisionItem): void {
    switch (item.kind) {
      case 'type':
        this.#types.set(item.type.code, item.type.name);
        return;
      case 'feature':
        this.#features.add(item.feature);
        return;
      case 'anchor':
        this.#succeed(seq, item.anchor);
        for (const heir of item.heirs ?? []) this.#move(seq, heir, heir.to);
        return;
      case 'issuer':
        this.#register(seq, time, item);
        return;
      case 'succession':
        this.#merge(seq, item);
    }
  }

  #succeed(seq: number, anchor: TrustAnchor): void {
    if (anchor.n === (this.#anchor?.n ?? 0) + 1) this.#anchor = anchor;
    else this.#harm('n', this.#networkId, seq, undefined, `trust anchor ${anchor.n} is out of turn`);
  }

  /** The issuer, brought to the version that a record of the network names; undefined, and harmed, if there is none. */
  #take(issuer: string, under: Under, seq: number): IssuerHistory | undefined {
    const history = this.#history(issuer);
    if (history.under.n !== seq) this.#advance(history, under);
    if (history.isFollowedBy(under, seq)) return history;
    this.#harm('n', this.#networkId, seq, { issuer }, 'names a version of the issuer that does not stand');
    return undefined;
  }

  #register(seq: number, time: string, item: Of<'issuer'>): void {
    const history = this.#take(item.issuer, item.under, seq);
    history?.decide(seq, item.mspId);
    history?.register({ name: item.name, types: item.types, time });
    for (const one of item.with ?? []) this.#follow(seq, one, item.issuer, item.mspId);
  }

  #merge(seq: number, item: Of<'succession'>): void {
    const from = this.#take(item.from, item.under.from, seq);
    const to = this.#take(item.to, item.under.to, seq);
    const owner = to?.owner;
    // What is wrong with one of them harms that one: the other has its version all the same.
    if (owner !== undefined) to?.decide(seq, owner);
    if (from?.owner === undefined || owner === undefined || from.successor !== undefined) {
      this.#harm('n', this.#networkId, seq, { issuer: item.from }, 'merges an issuer that cannot be');
    } else {
      from.decide(seq, owner);
      from.passTo(item.to);
    }
    if (owner === undefined) return;
    for (const one of item.with ?? []) this.#follow(seq, one, item.from, owner);
  }

  /** An issuer that was merged into another goes where that one goes. */
  #follow(seq: number, moved: MovedIssuer, into: string, owner: string): void {
    let code = this.#histories.get(moved.issuer)?.successor;
    for (let steps = 0; code !== undefined && code !== into && steps < this.#histories.size; steps += 1)
      code = this.#histories.get(code)?.successor;
    if (code === into) this.#move(seq, moved, owner);
    else
      this.#harm('n', this.#networkId, seq, { issuer: moved.issuer }, 'moves an issuer that was not merged');
  }

  #move(seq: number, { issuer, under }: MovedIssuer, owner: string): void {
    const history = this.#take(issuer, under, seq);
    if (history) history.decide(seq, owner);
  }

  /** What became of a province's record once all is replayed. */
  #settle(event: ProvinceEvent): void {
    const { mspId, seq, about, said } = event;
    const issuer = issuerOf(about);
    const history = issuer === undefined ? undefined : this.#histories.get(issuer);
    if (said.state === 'unknown') {
      // A province speaks for itself and for the issuers that are its own.
      if (about?.province === mspId) this.#needUpdate({ province: mspId });
      if (history?.owner === mspId) this.#needUpdate(ofIssuer(about));
      return;
    }
    if (this.#used.has(event)) return;
    const why = said.state === 'unusable' ? said.why : 'does not follow any version of the issuer';
    // Who does not own the issuer, nor did at the version that the record names, harms nothing by speaking of it.
    const isOwn = history?.owner === mspId || (event.under && history?.ownerAt(event.under) === mspId);
    if (isOwn) this.#harm('p', mspId, seq, about, why);
    else this.#unusable.push({ log: 'p', id: mspId, seq, about, why });
  }
}

/** Types are the network's: a province that speaks of one says nothing. */
function ofIssuer({ issuer, key }: About = {}): About {
  return { ...(issuer !== undefined && { issuer }), ...(key && { key }) };
}

function isRegistration({ said }: ProvinceEvent): boolean {
  return said.state === 'known' && said.record.kind === 'issuer';
}

/** The registry that these records make. */
export function replayRegistry(events: RegistryEvents): ReplayedRegistry {
  return new Replay(events).run();
}
