export { Authority, KeyUsageFlags } from './authority.fixture.js';
export type { Peer } from './authority.fixture.js';
export { TestServers } from './servers.fixture.js';

/** A small network of the tests' own: provinces with authorities and peers, logs, attestations, a feed. */
import { KeyObject, webcrypto } from 'node:crypto';

import { Authority, newKeys } from './authority.fixture.js';
import type { Peer } from './authority.fixture.js';
import type { Attestation } from '../formats/attestation.js';
import { concat, toBase64, toHex, utf8 } from '../formats/bytes.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { zeroHash } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import { encodeAnchorFile, encodeCheckpoint, encodePage, pagePath } from '../formats/feed.js';
import { cutPages } from '../formats/pages.js';
import type { KeyUse } from '../formats/province-records.js';
import { firstUnder } from '../formats/under.js';
import type { Under } from '../formats/under.js';
import { headsRoot, headsText } from '../formats/heads.js';
import type { Head, Log } from '../formats/heads.js';
import { sha256Hex } from '../formats/hash.js';
import { canonicalJson } from '../formats/json.js';
import { keyId } from '../formats/keys.js';
import type { Sign } from '../formats/keys.js';
import { leafHash, merkleTree } from '../formats/merkle.js';
import { encodeLeaf } from '../formats/leaf.js';
import type { Leaf } from '../formats/leaf.js';
import { qrList } from '../formats/qr-list.js';
import { encodeReceipt } from '../formats/receipt.js';
import { flipS, signEs256 } from '../formats/repeatable.fixture.js';
import { recordHash } from '../formats/records.js';
import type { LogRecord } from '../formats/records.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import type { AnchorProvince, TrustAnchor } from '../formats/trust-anchor.js';

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

/** A length-delimited protobuf field. */
export function field(number: number, bytes: Uint8Array | string): Uint8Array {
  const body = typeof bytes === 'string' ? utf8(bytes) : bytes;
  return concat(Uint8Array.from([...varint(number * 8 + 2), ...varint(body.length)]), body);
}

export const number = (of: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(of * 8), ...varint(value)]);

/** What a forger may change of an otherwise perfect attestation. */
export interface Changes {
  readonly chaincode?: string;
  readonly status?: number;
  readonly event?: string;
  readonly namespaces?: readonly string[];
  /** Bytes appended to the own namespace's KVRWSet. */
  readonly kv?: Uint8Array;
  /** Bytes appended to the own namespace's NsReadWriteSet. */
  readonly ns?: Uint8Array;
  readonly result?: Uint8Array;
  readonly endorsers?: readonly Peer[];
  readonly highS?: boolean;
}

export function identityOf({ mspId, certificate }: Peer): Uint8Array {
  return concat(field(1, mspId), field(2, `${certificate.toString('pem')}\n`));
}

function readWriteSet(
  namespace: string,
  { kv = new Uint8Array(), ns = new Uint8Array() }: Changes,
): Uint8Array {
  const read = field(1, concat(field(1, '\u0000entry\u0000'), field(2, concat(number(1, 7), number(2, 1)))));
  return field(2, concat(field(1, namespace), field(2, concat(read, kv)), ns));
}

export function makePayload(result: Uint8Array, changes: Changes = {}): Uint8Array {
  const { chaincode = 'certbridge', status = 200, namespaces = ['_lifecycle', 'certbridge'] } = changes;
  const sets = namespaces.map((name) => readWriteSet(name, name === 'certbridge' ? changes : {}));
  const action = concat(
    field(1, concat(...sets)),
    changes.event === undefined ? new Uint8Array() : field(2, changes.event),
    field(3, concat(number(1, status), field(3, result))),
    field(4, concat(field(2, chaincode), field(3, '1.0'))),
  );
  return concat(field(1, new Uint8Array(32).fill(7)), field(2, action));
}

export function endorse(payload: Uint8Array, peers: readonly Peer[], highS = false): Attestation {
  const endorsements = peers.map((peer) => {
    const endorser = identityOf(peer);
    const low = signEs256(peer.key, concat(payload, endorser));
    return { endorser, signature: ecdsaToDer(highS ? flipS(low) : low) };
  });
  return { payload, endorsements };
}

/** An issuer's key, as registered. */
export interface TestKey {
  readonly kid: Uint8Array;
  readonly spki: Uint8Array;
  readonly privateKey: KeyObject;
  readonly sign: Sign;
}

export async function newIssuerKey(): Promise<TestKey> {
  const keys = await newKeys();
  return issuerKeyOf(
    KeyObject.from(keys.privateKey),
    new Uint8Array(await webcrypto.subtle.exportKey('spki', keys.publicKey)),
  );
}

export async function issuerKeyOf(privateKey: KeyObject, spki: Uint8Array): Promise<TestKey> {
  return {
    kid: await keyId(spki),
    spki,
    privateKey,
    sign: (bytes) => Promise.resolve(signEs256(privateKey, bytes)),
  };
}

type Body = Readonly<Record<string, unknown>>;

/** A province of the tests' own, with what signs for it. */
export interface TestProvince {
  readonly mspId: string;
  readonly name: string;
  /** GB/T 2260 prefix, two digits. */
  readonly region: string;
  readonly authority: Authority;
  readonly peer: Peer;
}

export async function newProvince(mspId: string, name: string, region: string): Promise<TestProvince> {
  const authority = await Authority.create(`ca.${mspId}`);
  return { mspId, name, region, authority, peer: await authority.peer(mspId) };
}

export const issuerCode = '11330000MB1234567A';
export const typeCode = '111000000000133400101';
export const nonce = 'ab'.repeat(16);

/** A province as a trust anchor has it. */
export const anchorProvince = ({ mspId, name, region, authority }: TestProvince): AnchorProvince => ({
  ...{ mspId, name, region },
  roots: [toBase64(authority.der)],
  intermediates: [],
  revoked: [],
});

/** Three provinces, any two of which must agree. */
export class TestNetwork {
  readonly network = '0123456789abcdef0123456789abcdef';
  readonly logs = new Map<string, LogRecord[]>();
  readonly files = new Map<string, Uint8Array>();
  readonly authorities = new Map<string, Authority>();
  readonly peers = new Map<string, Peer>();
  /** The version of each issuer's registration, as the contract's state has it. */
  readonly unders = new Map<string, Under>();
  readonly beats = new Map<string, string>();
  anchor!: TrustAnchor;
  now = Date.parse('2026-11-24T04:00:00.000Z');

  static async create(now?: number): Promise<TestNetwork> {
    const provinces = await Promise.all([
      newProvince('AnhuiMSP', '安徽省', '34'),
      newProvince('SichuanMSP', '四川省', '51'),
      newProvince('ZhejiangMSP', '浙江省', '33'),
    ]);
    const world = new TestNetwork();
    await world.begin(provinces, 2, now);
    return world;
  }

  /** The network's first record, with these provinces, of which so many must agree. */
  protected async begin(provinces: readonly TestProvince[], threshold: number, now?: number): Promise<void> {
    this.now = now ?? this.now;
    for (const province of provinces) this.know(province);
    const network = { network: this.network, channel: 'certbridge', chaincode: 'certbridge' };
    this.anchor = { v: 1, n: 1, ...network, threshold, provinces: provinces.map(anchorProvince) };
    await this.append('n', this.network, { log: 'n', kind: 'init', anchor: this.anchor });
  }

  protected know({ mspId, authority, peer }: TestProvince): void {
    this.authorities.set(mspId, authority);
    this.peers.set(mspId, peer);
  }

  /** Who signs attestations: enough of the provinces. */
  protected signers(): readonly Peer[] {
    return [this.peer('AnhuiMSP'), this.peer('ZhejiangMSP')];
  }

  /** A network with an issuer, its key for QR codes and PDFs, one for credentials if given, and heartbeats. */
  static async withIssuer(key: TestKey, now?: number, credentialKey?: TestKey): Promise<TestNetwork> {
    const world = await TestNetwork.create(now);
    await world.province('ZhejiangMSP', {
      kind: 'issuer',
      issuer: issuerCode,
      name: '示例市民政局',
      types: [typeCode],
    });
    await world.addKey(key);
    if (credentialKey) await world.addKey(credentialKey, issuerCode, 'credential');
    world.beat();
    return world;
  }

  authority(mspId: string): Authority {
    const authority = this.authorities.get(mspId);
    if (!authority) throw new TypeError(`no ${mspId}`);
    return authority;
  }

  peer(mspId: string): Peer {
    const peer = this.peers.get(mspId);
    if (!peer) throw new TypeError(`no ${mspId}`);
    return peer;
  }

  get time(): string {
    return new Date(this.now).toISOString();
  }

  clock = (): number => this.now;

  /** A copy with a future of its own. */
  fork(): TestNetwork {
    const copy = new TestNetwork();
    for (const [name, records] of this.logs) copy.logs.set(name, [...records]);
    for (const [name, bytes] of this.files) copy.files.set(name, bytes);
    for (const [name, authority] of this.authorities) copy.authorities.set(name, authority);
    for (const [name, peer] of this.peers) copy.peers.set(name, peer);
    for (const [issuer, under] of this.unders) copy.unders.set(issuer, under);
    for (const [mspId, time] of this.beats) copy.beats.set(mspId, time);
    copy.anchor = this.anchor;
    copy.now = this.now;
    return copy;
  }

  async append(log: Log, id: string, body: Body): Promise<LogRecord> {
    const records = this.logs.get(`${log} ${id}`) ?? [];
    const last = records.at(-1);
    const record = {
      v: 1,
      network: this.network,
      channel: 'certbridge',
      seq: records.length + 1,
      prev: last ? await recordHash(last) : zeroHash,
      time: this.time,
      ...body,
    } as unknown as LogRecord;
    this.logs.set(`${log} ${id}`, [...records, record]);
    return record;
  }

  under(issuer = issuerCode): Under {
    return this.unders.get(issuer) ?? firstUnder;
  }

  /** A record of a province's log; one about an issuer makes the next version of it, as the contract would. */
  async province(mspId: string, body: Body): Promise<LogRecord> {
    const issuer = body['issuer'] as string | undefined;
    const record = await this.append('p', mspId, {
      ...{ log: 'p', mspId },
      ...(issuer !== undefined && { under: this.under(issuer) }),
      ...body,
    });
    if (issuer !== undefined && !('under' in body))
      this.unders.set(issuer, { n: this.under(issuer).n, p: record.seq });
    return record;
  }

  /** A decision of the provinces; `moved`: issuers that it is about, and whether their province changes. */
  async decide(
    items: readonly Body[],
    moved: Readonly<Record<string, 'moved' | 'stays'>> = {},
  ): Promise<LogRecord> {
    const approved = { proposal: 'p1', approvedBy: ['AnhuiMSP', 'ZhejiangMSP'] };
    const record = await this.append('n', this.network, { log: 'n', kind: 'decision', items, ...approved });
    for (const [issuer, how] of Object.entries(moved)) {
      this.unders.set(issuer, { n: record.seq, p: how === 'moved' ? 0 : this.under(issuer).p });
    }
    return record;
  }

  addKey(key: TestKey, issuer = issuerCode, use: KeyUse = 'certificate'): Promise<LogRecord> {
    const { kid, spki } = key;
    const named = { kid: toHex(kid), alg: 'ES256', use, spki: toBase64(spki) };
    return this.province('ZhejiangMSP', { kind: 'key', issuer, ...named });
  }

  revokeKey(key: TestKey): Promise<LogRecord> {
    const named = { issuer: issuerCode, kid: toHex(key.kid), reason: 'key-compromise' };
    return this.province('ZhejiangMSP', { kind: 'revoke-key', ...named });
  }

  /** Every province's service shows that the ledger commits. */
  beat(): void {
    for (const mspId of this.authorities.keys()) this.beats.set(mspId, this.time);
  }

  async entry(body: Body): Promise<Entry> {
    const entry = { issuer: issuerCode, under: this.under(), ...body };
    return (await this.append('i', issuerCode, entry)) as Entry;
  }

  change(cert: Uint8Array, state: string, by?: Body, from?: string): Promise<Entry> {
    const to = { ...(by && { by }), ...(from !== undefined && { from }) };
    return this.entry({ changes: [{ cert: toHex(cert), state, reason: 'unspecified', ...to }] });
  }

  /** Anchors leaves and gives each one's receipt, by place. */
  async anchorTree(
    leaves: readonly Leaf[],
    keys: readonly TestKey[],
  ): Promise<{ entry: Entry; receipts: Uint8Array[] }> {
    const tree = await merkleTree(await Promise.all(leaves.map((leaf) => leafHash(encodeLeaf(leaf)))));
    const list = await qrList(leaves.flatMap(({ qr }) => (qr ? [qr] : [])));
    const entry = await this.entry({
      root: toHex(tree.root),
      size: tree.size,
      keys: keys.map(({ kid }) => toHex(kid)).sort(),
      types: [typeCode],
      qr: list.hash,
    });
    this.files.set(`feed/i/${issuerCode}/qr/${entry.seq}`, list.bytes);
    const attestation = await this.attestEntry(entry, keys);
    const receipts = leaves.map((leaf, index) =>
      encodeReceipt({ ...leaf, index, path: tree.proof(index), entry, attestation }),
    );
    return { entry, receipts };
  }

  /** What a key was registered for, by the provinces' logs. */
  private useOf(kid: string): string {
    const records = [...this.logs.values()].flat() as unknown as Body[];
    return (records.find((record) => record['kind'] === 'key' && record['kid'] === kid)?.['use'] ??
      'certificate') as string;
  }

  statement(tag: string, body: Body): Uint8Array {
    const { network, time } = this;
    return utf8(
      canonicalJson({ $tag: `certbridge/${tag}/1`, channel: 'certbridge', network, time, ...body }),
    );
  }

  async entryStatement(entry: Entry, keys: readonly TestKey[], body: Body = {}): Promise<Uint8Array> {
    const named = await Promise.all(
      keys.map(async ({ kid, spki }) => {
        const use = this.useOf(toHex(kid));
        return { kid: toHex(kid), alg: 'ES256', use, spki: await sha256Hex(spki) };
      }),
    );
    return this.statement('entry', {
      issuer: entry.issuer,
      name: '示例市民政局',
      mspId: 'ZhejiangMSP',
      seq: entry.seq,
      hash: await recordHash(entry),
      keys: named.sort((a, b) => (a.kid < b.kid ? -1 : 1)),
      ...body,
    });
  }

  async attestEntry(entry: Entry, keys: readonly TestKey[], changes: Changes = {}): Promise<Attestation> {
    return this.attest(await this.entryStatement(entry, keys), changes);
  }

  attest(statement: Uint8Array, changes: Changes = {}): Attestation {
    const peers = changes.endorsers ?? this.signers();
    return endorse(makePayload(changes.result ?? statement, changes), peers, changes.highS);
  }

  async heads(): Promise<Head[]> {
    const heads: Head[] = [];
    for (const [name, records] of this.logs) {
      const [log, id] = name.split(' ') as [Log, string];
      heads.push({ log, id, seq: records.length, hash: await recordHash(records.at(-1) as LogRecord) });
    }
    return heads;
  }

  async checkpoint(changes: Changes = {}, body: Body = {}): Promise<Uint8Array> {
    const all = await this.heads();
    const heads = headsText(all);
    const statement = this.statement('checkpoint', {
      count: all.length,
      heads: await headsRoot(heads),
      anchor: this.anchor.n,
      beats: [...this.beats].sort(([a], [b]) => (a < b ? -1 : 1)),
      nonce,
      ...body,
    });
    return encodeCheckpoint({ v: 1, heads, attestation: this.attest(statement, changes), nonce });
  }

  /** The next trust anchor, on the network's log and attested under the one before; `said`: of the statement. */
  async succeed(
    change: Partial<TrustAnchor>,
    more: Body = {},
    moved: Readonly<Record<string, 'moved' | 'stays'>> = {},
    said: Body = {},
  ): Promise<TrustAnchor> {
    const before = this.anchor;
    const anchor = { ...before, ...change, n: before.n + 1 };
    await this.attestAnchor(anchor, before, said);
    await this.decide([{ kind: 'anchor', anchor, ...more }], moved);
    this.anchor = anchor;
    return anchor;
  }

  /** Puts a successor of a trust anchor into the feed, attested by who is there now. */
  async attestAnchor(
    anchor: TrustAnchor,
    before: TrustAnchor,
    said: Body = {},
    by: Parameters<this['attest']>[1] = {},
  ): Promise<void> {
    const statement = this.statement('anchor', {
      n: anchor.n,
      anchor: await trustAnchorId(anchor),
      previous: await trustAnchorId(before),
      ...said,
    });
    const attestation = this.attest(statement, by);
    this.files.set(`feed/anchor/${anchor.n}.json`, encodeAnchorFile({ v: 1, anchor, attestation }));
  }

  /** Writes the feed as it stands; what was published stays until the next time. */
  async publish(): Promise<void> {
    for (const [name, records] of this.logs) {
      const [log, id] = name.split(' ') as [Log, string];
      for (const page of cutPages(records)) {
        const from = page[0]?.seq ?? 1;
        this.files.set(pagePath(log, id, from), encodePage({ v: 1, log, id, from, records: page }));
      }
    }
    this.files.set('feed/checkpoint.json', await this.checkpoint());
  }
}
