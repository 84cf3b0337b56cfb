import { firstUnder, sameUnder } from '../formats/under.js';
import type { Under } from '../formats/under.js';
import type { KeyAlgorithm, KeyUse } from '../formats/province-records.js';

/** A key of an issuer, as the ledger has it. */
export interface IssuerKey {
  /** First 8 bytes of SHA-256 of `spki`, in hex. */
  readonly kid: string;
  /** What it signs with. */
  readonly alg: KeyAlgorithm;
  /** The one thing that it may be used for. */
  readonly use: KeyUse;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Absent: not revoked. */
  readonly revoked?: {
    /** A coarse word, such as `key-compromise`. */
    readonly reason: string;
    /** The issuer’s version before the revocation: entries made under it or an earlier one stay good. */
    readonly under: Under;
  };
}

/** Versions from `from` on, up to and without `until`. */
interface Span {
  readonly from: number;
  until?: number;
}

const covers = ({ from, until = Infinity }: Span, version: number): boolean =>
  from <= version && version < until;

interface KeySpan extends Span {
  key: IssuerKey;
}

/**
 * The versions of one issuer's registration, each named by its `under`, in the order in which the ledger made
 * them: what an entry was made under says which keys and types were good for it, whatever any clock says.
 */
export class IssuerHistory {
  readonly issuer: string;
  readonly #names: { readonly from: number; readonly name: string }[] = [];
  #since = '';
  #successor: string | undefined;
  readonly #versions: { under: Under; owner: string | undefined }[] = [
    { under: firstUnder, owner: undefined },
  ];
  readonly #places = new Map<string, number>([['0 0', 0]]);
  readonly #types = new Map<string, Span[]>();
  readonly #keys = new Map<string, KeySpan>();
  readonly #retirements: Span[] = [];
  /** kids about which a record cannot be used: what they signed cannot be judged. */
  readonly doubtfulKeys = new Set<string>();
  /** Whether a record about the issuer itself cannot be used. */
  isDoubtful = false;

  constructor(issuer: string) {
    this.issuer = issuer;
  }

  get name(): string {
    return this.#names.at(-1)?.name ?? '';
  }

  /** All that it ever had, the first first, each once. */
  get names(): readonly string[] {
    return [...new Set(this.#names.map(({ name }) => name))];
  }

  /** The name that it had in a version; undefined before its first. */
  nameAt(version: number): string | undefined {
    return this.#names.findLast(({ from }) => from <= version)?.name;
  }

  /** Time of the record that last registered it. */
  get since(): string {
    return this.#since;
  }

  get successor(): string | undefined {
    return this.#successor;
  }

  get under(): Under {
    return this.#tip.under;
  }

  /** MSP id of the province that owns it now; undefined: it is not registered. */
  get owner(): string | undefined {
    return this.#tip.owner;
  }

  get #tip(): { under: Under; owner: string | undefined } {
    return this.#versions.at(-1) ?? { under: firstUnder, owner: undefined };
  }

  get #version(): number {
    return this.#versions.length - 1;
  }

  /** Every type that it was ever registered for: certificates outlive permissions. */
  get types(): ReadonlySet<string> {
    return new Set(this.#types.keys());
  }

  get keys(): ReadonlyMap<string, IssuerKey> {
    return new Map([...this.#keys].map(([kid, { key }]) => [kid, key]));
  }

  get isRetired(): boolean {
    const last = this.#retirements.at(-1);
    return last !== undefined && covers(last, this.#version);
  }

  /** MSP id of the province that owned it in a version; undefined: none did, or there is no such version. */
  ownerAt(under: Under): string | undefined {
    const version = this.versionOf(under);
    return version === undefined ? undefined : this.#versions[version]?.owner;
  }

  /** The place of a version among all; undefined: there is none of this name. */
  versionOf({ n, p }: Under): number | undefined {
    return this.#places.get(`${n} ${p}`);
  }

  isTypeGood(type: string, version: number): boolean {
    return this.#types.get(type)?.some((span) => covers(span, version)) ?? false;
  }

  /** `early`: the key was added later; `late`: it was revoked before. */
  keyState(kid: string, version: number): 'good' | 'early' | 'late' | 'unknown' {
    const span = this.#keys.get(kid);
    if (!span) return 'unknown';
    if (version < span.from) return 'early';
    return covers(span, version) ? 'good' : 'late';
  }

  wasRetired(version: number): boolean {
    return this.#retirements.some((span) => covers(span, version));
  }

  /**
   * Whether a record that names this version as the one before it follows here. All items of the network's
   * record `n` name the version before it.
   */
  isFollowedBy(under: Under, n: number): boolean {
    const isBegun = this.under.n === n;
    const before = isBegun ? this.#versions.at(-2) : this.#tip;
    return before !== undefined && sameUnder(before.under, under);
  }

  /** The version that the network's record `n` makes, with this owner. */
  decide(n: number, owner: string): void {
    const before = this.#tip;
    const under = { n, p: before.owner === owner ? before.under.p : 0 };
    if (before.under.n === n) {
      this.#versions.pop();
      this.#places.delete(`${before.under.n} ${before.under.p}`);
    }
    this.#push(under, owner);
  }

  /** The version that the record `p` of its owner's log makes. */
  record(p: number, owner: string): void {
    this.#push({ n: this.under.n, p }, owner);
  }

  #push(under: Under, owner: string): void {
    this.#versions.push({ under, owner });
    this.#places.set(`${under.n} ${under.p}`, this.#version);
  }

  /** From the present version on it has this name and these types, and is not retired. */
  register({ name, types, time }: { name: string; types: readonly string[]; time: string }): void {
    const at = this.#version;
    this.#names.push({ from: at, name });
    this.#since = time;
    for (const [type, spans] of this.#types) {
      const last = spans.at(-1);
      if (last && last.until === undefined && !types.includes(type)) last.until = at;
    }
    for (const type of types) {
      const spans = this.#types.get(type) ?? [];
      const last = spans.at(-1);
      if (!last || !covers(last, at)) spans.push({ from: at });
      this.#types.set(type, spans);
    }
    this.#resume();
  }

  /** Its log passes to another issuer, which may go on with it. */
  passTo(successor: string): void {
    this.#successor = successor;
    this.#resume();
  }

  #resume(): void {
    const last = this.#retirements.at(-1);
    if (last) last.until ??= this.#version;
  }

  retire(): void {
    if (!this.isRetired) this.#retirements.push({ from: this.#version });
  }

  /** A kid is registered once, for ever: false if it is known. */
  addKey(key: IssuerKey): boolean {
    if (this.#keys.has(key.kid)) return false;
    this.#keys.set(key.kid, { from: this.#version, key });
    return true;
  }

  /** False if there is no such key, or it is revoked already. */
  revokeKey(kid: string, reason: string, under: Under): boolean {
    const span = this.#keys.get(kid);
    if (span?.until !== undefined || !span) return false;
    span.until = this.#version;
    span.key = { ...span.key, revoked: { reason, under } };
    return true;
  }
}
