import { fromBase64, toHex } from '../formats/bytes.js';
import { importKey, keyId } from '../formats/keys.js';
import type { VerifyKey } from '../formats/keys.js';
import type { KeyAlgorithm, NetworkRecord, ProvinceRecord } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';

/** A key of an issuer, as the ledger has it. */
export interface IssuerKey {
  /** First 8 bytes of SHA-256 of `spki`, hex. */
  readonly kid: string;
  /** With which it signs. */
  readonly alg: KeyAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Imported once. */
  readonly key: VerifyKey;
  /** The issuer's entries up to this one stay good; undefined: not revoked. */
  readonly revokedAfter?: number;
}

/** A department as the ledger has it. */
export interface RegisteredIssuer {
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** As last registered. */
  readonly name: string;
  /** MSP id of the province that registered it last. */
  readonly mspId: string;
  /** Every type that it was ever registered for: certificates outlive permissions. */
  readonly types: ReadonlySet<string>;
  /** By kid, revoked ones too. */
  readonly keys: ReadonlyMap<string, IssuerKey>;
  /** When it was last registered. */
  readonly since: string;
}

function refuse(what: string): never {
  throw new MirrorError('RECORD_REFUSED', what);
}

/** Who may issue what with which keys, as the network's and the provinces' logs say. */
export interface Registry {
  /** The newest trust anchor on the network's log; undefined before its first record. */
  readonly anchor: TrustAnchor | undefined;
  /** By the issuer's GB 32100 code, 18 characters. */
  readonly issuers: ReadonlyMap<string, RegisteredIssuer>;
  /** Names of certificate types by their code, 21 characters. */
  readonly types: ReadonlyMap<string, string>;
  /** The department that an issuer (GB 32100 code) was merged into, by its code; undefined: none. */
  successorOf(issuer: string): string | undefined;
}

/** The registry as the logs are replayed. Issuers are replaced, never changed. */
export class ReplayedRegistry implements Registry {
  readonly #issuers: Map<string, RegisteredIssuer>;
  readonly #types: Map<string, string>;
  /** mspId → region, of every anchor that the network ever had. */
  readonly #regions: Map<string, string>;
  /** Issuers that the network approved, whatever their region. */
  readonly #approved: Set<string>;
  /** Merged departments: whose log passed to whom. */
  readonly #successions: Map<string, string>;
  #anchor: TrustAnchor | undefined;

  constructor(from?: ReplayedRegistry) {
    this.#issuers = new Map(from ? from.#issuers : undefined);
    this.#types = new Map(from ? from.#types : undefined);
    this.#regions = new Map(from ? from.#regions : undefined);
    this.#approved = new Set(from ? from.#approved : undefined);
    this.#successions = new Map(from ? from.#successions : undefined);
    this.#anchor = from ? from.#anchor : undefined;
  }

  successorOf(issuer: string): string | undefined {
    return this.#successions.get(issuer);
  }

  get anchor(): TrustAnchor | undefined {
    return this.#anchor;
  }

  get issuers(): ReadonlyMap<string, RegisteredIssuer> {
    return this.#issuers;
  }

  get types(): ReadonlyMap<string, string> {
    return this.#types;
  }

  applyNetwork(record: NetworkRecord): void {
    switch (record.kind) {
      case 'init':
      case 'anchor':
        this.#setAnchor(record.anchor, record.kind === 'init');
        return;
      case 'type':
        this.#types.set(record.type.code, record.type.name);
        return;
      case 'issuer':
        this.#approved.add(record.issuer);
        this.#register(record.issuer, record.mspId, record);
        return;
      case 'succession':
        this.#successions.set(record.from, record.to);
        return;
    }
  }

  #setAnchor(anchor: TrustAnchor, first: boolean): void {
    if (first ? anchor.n !== 1 : anchor.n !== (this.#anchor?.n ?? 0) + 1)
      refuse(`trust anchor ${anchor.n} is out of turn`);
    this.#anchor = anchor;
    for (const { mspId, region } of anchor.provinces) this.#regions.set(mspId, region);
  }

  #register(
    issuer: string,
    mspId: string,
    { name, types, time }: { name: string; types: readonly string[]; time: string },
  ): void {
    const known = this.#issuers.get(issuer);
    // Two logs may both speak of an issuer (its first province's and the network's): the later one counts.
    if (known && known.since > time) return;
    this.#issuers.set(issuer, {
      ...known,
      issuer,
      name,
      mspId,
      types: new Set([...(known?.types ?? []), ...types]),
      keys: known?.keys ?? new Map(),
      since: time,
    });
  }

  /** Registrations first, over all provinces: a successor's province adds keys to an issuer that another registered. */
  registerIssuer(record: ProvinceRecord): void {
    if (record.kind !== 'issuer') return;
    if (record.issuer.slice(2, 4) !== this.#regions.get(record.mspId) && !this.#approved.has(record.issuer)) {
      refuse(`${record.mspId} registers an issuer of another region`);
    }
    this.#register(record.issuer, record.mspId, record);
  }

  /** Whether the province registered the issuer, or the department that it was merged into. */
  #owns(mspId: string, issuer: string): boolean {
    const seen = new Set<string>();
    for (let code: string | undefined = issuer; code !== undefined && !seen.has(code);) {
      if (this.#issuers.get(code)?.mspId === mspId) return true;
      seen.add(code);
      code = this.#successions.get(code);
    }
    return false;
  }

  async applyKeys(record: ProvinceRecord): Promise<void> {
    if (record.kind === 'key') await this.#addKey(record);
    if (record.kind === 'revoke-key') this.#revokeKey(record);
  }

  #issuerOf({ issuer, mspId }: { issuer: string; mspId: string }): RegisteredIssuer {
    if (!this.#owns(mspId, issuer)) refuse(`${mspId} records a key of an issuer that is not its own`);
    return this.#issuers.get(issuer) ?? refuse('a key of an issuer that is not registered');
  }

  #setKey(issuer: RegisteredIssuer, key: IssuerKey): void {
    this.#issuers.set(issuer.issuer, { ...issuer, keys: new Map(issuer.keys).set(key.kid, key) });
  }

  async #addKey(record: Extract<ProvinceRecord, { kind: 'key' }>): Promise<void> {
    const { kid, alg } = record;
    const issuer = this.#issuerOf(record);
    const spki = fromBase64(record.spki);
    if (toHex(await keyId(spki)) !== kid) refuse('a key whose kid is not its hash');
    if (issuer.keys.has(kid)) refuse('a key added twice');
    this.#setKey(issuer, { kid, alg, spki, key: await importKey(alg, spki) });
  }

  #revokeKey(record: Extract<ProvinceRecord, { kind: 'revoke-key' }>): void {
    const issuer = this.#issuerOf(record);
    const key = issuer.keys.get(record.kid) ?? refuse('an unknown key revoked');
    if (key.revokedAfter !== undefined) refuse('a key revoked twice');
    this.#setKey(issuer, { ...key, revokedAfter: record.revokedAfter });
  }
}
