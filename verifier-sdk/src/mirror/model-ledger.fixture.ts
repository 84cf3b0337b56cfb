/**
 * The contract's rules a second time, naively: what the ledger's state is after each lawful act, kept as the
 * contract keeps it. A mirror must come to the same from the records alone.
 */
import { TestNetwork, anchorProvince } from '../attestation/network.fixture.js';
import type { TestKey, TestProvince } from '../attestation/network.fixture.js';
import type { Peer } from '../attestation/authority.fixture.js';
import { toBase64, toHex } from '../formats/bytes.js';
import type { Under } from '../formats/under.js';

export interface ModelIssuer {
  readonly code: string;
  owner: string;
  name: string;
  types: readonly string[];
  under: Under;
  successor?: string;
  isRetired: boolean;
  /** By kid. */
  readonly keys: Map<string, { readonly key: TestKey; isRevoked: boolean }>;
  readonly statuses: Map<string, ModelStatus>;
}

export interface ModelStatus {
  state: string;
  pending?: { readonly by: string; readonly from: string };
}

const ended = ['revoked', 'cancelled', 'superseded', 'transferred'];

/** The day in China. */
export const dayOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

export class ModelLedger extends TestNetwork {
  readonly issuers = new Map<string, ModelIssuer>();
  readonly types = new Set<string>();

  static async start(provinces: readonly TestProvince[], now: number): Promise<ModelLedger> {
    const ledger = new ModelLedger();
    await ledger.begin(provinces, Math.floor(provinces.length / 2) + 1, now);
    return ledger;
  }

  get members(): readonly string[] {
    return this.anchor.provinces.map(({ mspId }) => mspId);
  }

  issuer(code: string): ModelIssuer {
    const issuer = this.issuers.get(code);
    if (!issuer) throw new TypeError(`no ${code}`);
    return issuer;
  }

  protected override signers(): readonly Peer[] {
    return this.members.slice(0, this.anchor.threshold).map((mspId) => this.peer(mspId));
  }

  override beat(): void {
    for (const mspId of this.members) this.beats.set(mspId, this.time);
  }

  /** A province's record about an issuer of its own: its `p` is that record. */
  async #record(issuer: ModelIssuer, body: object): Promise<void> {
    const { code, owner: mspId, under } = issuer;
    const { seq } = await this.append('p', mspId, { log: 'p', mspId, issuer: code, under, ...body });
    issuer.under = { n: under.n, p: seq };
  }

  async #decision(items: readonly object[]): Promise<number> {
    const approved = { proposal: 'p1', approvedBy: this.members.slice(0, this.anchor.threshold) };
    return (await this.append('n', this.network, { log: 'n', kind: 'decision', items, ...approved })).seq;
  }

  #move(issuer: ModelIssuer, owner: string, n: number): void {
    issuer.under = { n, p: issuer.owner === owner ? issuer.under.p : 0 };
    issuer.owner = owner;
  }

  /** Issuers that were merged into one, and into those. */
  mergedInto(code: string): ModelIssuer[] {
    const merged = [...this.issuers.values()].filter(({ successor }) => successor === code);
    return merged.flatMap((issuer) => [issuer, ...this.mergedInto(issuer.code)]);
  }

  async approveType(code: string): Promise<void> {
    await this.#decision([{ kind: 'type', type: { code, name: '居住证' } }]);
    this.types.add(code);
  }

  async register(owner: string, code: string, types: readonly string[]): Promise<void> {
    const known = this.issuers.get(code);
    const fresh = { code, owner, under: { n: 0, p: 0 }, keys: new Map(), statuses: new Map() };
    const issuer: ModelIssuer = known ?? { ...fresh, name: '', types: [], isRetired: false };
    const name = `${code} 第 ${issuer.under.p} 名`;
    await this.#record(issuer, { kind: 'issuer', name, types });
    this.issuers.set(code, Object.assign(issuer, { name, types, isRetired: false }));
  }

  async addKeyTo(issuer: ModelIssuer, key: TestKey): Promise<void> {
    const [kid, spki] = [toHex(key.kid), toBase64(key.spki)];
    await this.#record(issuer, { kind: 'key', kid, alg: 'ES256', use: 'certificate', spki });
    issuer.keys.set(kid, { key, isRevoked: false });
  }

  async revokeKeyOf(issuer: ModelIssuer, kid: string): Promise<void> {
    await this.#record(issuer, { kind: 'revoke-key', kid, reason: 'replaced' });
    const key = issuer.keys.get(kid);
    if (key) key.isRevoked = true;
  }

  async retire(issuer: ModelIssuer): Promise<void> {
    await this.#record(issuer, { kind: 'retire' });
    issuer.isRetired = true;
  }

  /** Moves an issuer, with all that was merged into it, or renames it. */
  async moveTo(issuer: ModelIssuer, owner: string, types: readonly string[]): Promise<void> {
    const name = `${issuer.name}，迁`;
    const merged = issuer.owner === owner ? [] : this.#sorted(this.mergedInto(issuer.code));
    const along = merged.map(({ code, under }) => ({ issuer: code, under }));
    const registered = {
      kind: 'issuer',
      issuer: issuer.code,
      name,
      mspId: owner,
      types,
      under: issuer.under,
    };
    const n = await this.#decision([{ ...registered, ...(along.length > 0 && { with: along }) }]);
    for (const one of [issuer, ...merged]) this.#move(one, owner, n);
    Object.assign(issuer, { name, types, isRetired: false });
  }

  async merge(from: ModelIssuer, to: ModelIssuer): Promise<void> {
    const merged = from.owner === to.owner ? [] : this.#sorted(this.mergedInto(from.code));
    const along = merged.map(({ code, under }) => ({ issuer: code, under }));
    const under = { from: from.under, to: to.under };
    const item = { kind: 'succession', from: from.code, to: to.code, under };
    const n = await this.#decision([{ ...item, ...(along.length > 0 && { with: along }) }]);
    for (const one of [from, ...merged]) this.#move(one, to.owner, n);
    to.under = { n, p: to.under.p };
    Object.assign(from, { successor: to.code, isRetired: false });
  }

  async admit(province: TestProvince): Promise<void> {
    this.know(province);
    const provinces = [...this.anchor.provinces, anchorProvince(province)];
    await this.#changeMembers(
      provinces.sort((a, b) => (a.mspId < b.mspId ? -1 : 1)),
      [],
    );
  }

  async remove(mspId: string, heir: string): Promise<void> {
    const owned = this.#sorted([...this.issuers.values()].filter(({ owner }) => owner === mspId));
    await this.#changeMembers(
      this.anchor.provinces.filter((one) => one.mspId !== mspId),
      owned,
      heir,
    );
  }

  async #changeMembers(
    provinces: TestNetwork['anchor']['provinces'],
    moved: ModelIssuer[],
    to = '',
  ): Promise<void> {
    const heirs = moved.map(({ code, under }) => ({ issuer: code, to, under }));
    const threshold = Math.floor(provinces.length / 2) + 1;
    await this.succeed({ provinces, threshold }, heirs.length > 0 ? { heirs } : {});
    const n = this.logs.get(`n ${this.network}`)?.length ?? 0;
    for (const issuer of moved) this.#move(issuer, to, n);
  }

  #sorted(issuers: ModelIssuer[]): ModelIssuer[] {
    return issuers.sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  async appendTo(issuer: ModelIssuer, body: object): Promise<number> {
    const { code, under } = issuer;
    return (await this.append('i', code, { issuer: code, under, ...body })).seq;
  }

  /** What a certificate is on a day. */
  stateOn({ statuses }: ModelIssuer, cert: string, day: string): string {
    const status = statuses.get(cert);
    if (status?.pending && status.pending.from <= day) return 'superseded';
    return status?.state ?? 'none';
  }

  /** Makes a change if the contract would; the rest of an entry may be given too. */
  async changeStatus(
    issuer: ModelIssuer,
    cert: string,
    state: string,
    by: string,
    from?: string,
  ): Promise<boolean> {
    const day = dayOf(this.now);
    const before = this.stateOn(issuer, cert, day);
    const { pending } = issuer.statuses.get(cert) ?? {};
    const awaited = [...issuer.statuses].some(
      ([, other]) =>
        other.pending &&
        other.pending.from > day &&
        !ended.includes(other.state) &&
        other.pending.by === cert,
    );
    if (ended.includes(before) || (awaited && ['revoked', 'cancelled'].includes(state))) return false;
    const isLawful = {
      suspended: before !== 'suspended',
      reinstated: before === 'suspended',
      revoked: true,
      cancelled: true,
      withdrawn: pending !== undefined,
      superseded: pending === undefined && (from === undefined || this.#mayAwait(issuer, by, day)),
    }[state];
    if (!isLawful) return false;
    const successor = state === 'superseded' ? { by: { issuer: issuer.code, cert: by } } : {};
    const named = { cert, state, reason: 'unspecified', ...successor, ...(from !== undefined && { from }) };
    await this.appendTo(issuer, { changes: [named] });
    const next: ModelStatus = { state: from === undefined && state !== 'withdrawn' ? state : before };
    if (from !== undefined) next.pending = { by, from };
    else if (pending && ['suspended', 'reinstated'].includes(state)) next.pending = pending;
    issuer.statuses.set(cert, next);
    return true;
  }

  #mayAwait(issuer: ModelIssuer, by: string, day: string): boolean {
    const isAwaited = [...issuer.statuses.values()].some(
      ({ pending }) => pending && pending.from > day && pending.by === by,
    );
    const status = issuer.statuses.get(by)?.state ?? 'none';
    return !isAwaited && status !== 'revoked' && status !== 'cancelled';
  }
}
