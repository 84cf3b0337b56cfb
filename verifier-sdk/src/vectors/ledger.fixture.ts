/** The ledger of the vectors: three provinces, any two of which must agree, and the feeds that servers make of it. */
import {
  Authority,
  TestNetwork,
  anchorProvince,
  issuerCode,
  nonce,
  typeCode,
} from '../attestation/network.fixture.js';
import type { Peer, TestKey, TestProvince } from '../attestation/network.fixture.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { toBase64, toHex } from '../formats/bytes.js';
import type { VectorKeys } from './keys.fixture.js';

export { issuerCode, nonce, typeCode };
/** A type that no issuer here is registered for. */
export const foreignType = '111000000000133400109';
/** A department of Anhui. */
export const otherIssuer = '11340000MB7654321B';
/** When the ledger begins, and the days after it. */
export const begin = Date.parse('2026-11-24T04:00:00.000Z');
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

type Body = Readonly<Record<string, unknown>>;

export async function vectorProvince(
  keys: VectorKeys,
  mspId: string,
  name: string,
  region: string,
): Promise<TestProvince> {
  const authority = await Authority.create(`ca.${mspId}`, {}, await keys.pair(`ca.${mspId}`));
  const peer = await authority.peer(mspId, 'peer', {}, await keys.pair(`peer.${mspId}`));
  return { mspId, name, region, authority, peer };
}

/** A ledger with the same keys in every run. Every change makes a ledger of its own. */
export class VectorLedger extends TestNetwork {
  static async start(keys: VectorKeys): Promise<VectorLedger> {
    const provinces = [
      await vectorProvince(keys, 'AnhuiMSP', '安徽省', '34'),
      await vectorProvince(keys, 'SichuanMSP', '四川省', '51'),
      await vectorProvince(keys, 'ZhejiangMSP', '浙江省', '33'),
    ];
    const ledger = new VectorLedger();
    await ledger.begin(provinces, 2, begin);
    return ledger;
  }

  /** A copy that goes on by itself, as the other one stands. */
  override fork(): VectorLedger {
    const copy = new VectorLedger();
    const { now, anchor } = this;
    Object.assign(copy, { now, anchor });
    for (const name of ['logs', 'files', 'authorities', 'peers', 'unders', 'beats'] as const) {
      const own = copy[name] as Map<string, unknown>;
      for (const [key, value] of this[name] as Map<string, unknown>) own.set(key, value);
    }
    return copy;
  }

  /** Registers a department of a province by that province itself. */
  register(issuer: string, mspId: string, more: Body = {}): Promise<unknown> {
    return this.province(mspId, { kind: 'issuer', issuer, name: '示例市民政局', types: [typeCode], ...more });
  }

  /** A key's record, in whatever form. */
  addKeyTo(mspId: string, issuer: string, key: TestKey, more: Body = {}): Promise<unknown> {
    const named = { kid: toHex(key.kid), alg: 'ES256', use: 'certificate', spki: toBase64(key.spki) };
    return this.province(mspId, { kind: 'key', issuer, ...named, ...more });
  }

  /** One more entry of any issuer. */
  entryOf(issuer: string, body: Body): Promise<unknown> {
    return this.append('i', issuer, { issuer, under: this.under(issuer), ...body });
  }

  /** A minute later, all provinces alive, the feed as it stands. */
  async publishLater(later = minute): Promise<this> {
    this.now += later;
    this.beat();
    await this.publish();
    return this;
  }

  get peersOf(): Readonly<Record<'anhui' | 'sichuan' | 'zhejiang', Peer>> {
    return {
      anhui: this.peer('AnhuiMSP'),
      sichuan: this.peer('SichuanMSP'),
      zhejiang: this.peer('ZhejiangMSP'),
    };
  }
}

/** What of the files of a feed is not the same in another; `null`: a file that is not there. */
export function changedFiles(
  base: ReadonlyMap<string, Uint8Array>,
  other: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array | null> {
  const changed = new Map<string, Uint8Array | null>();
  for (const [path, bytes] of other) {
    const before = base.get(path);
    if (!before || Buffer.compare(before, bytes) !== 0) changed.set(path, bytes);
  }
  for (const path of base.keys()) if (!other.has(path)) changed.set(path, null);
  return changed;
}

/** A province that comes in, as a trust anchor has it. */
export async function newProvinceOf(
  keys: VectorKeys,
  mspId: string,
  name: string,
  region: string,
): Promise<TrustAnchor['provinces'][number]> {
  return anchorProvince(await vectorProvince(keys, mspId, name, region));
}
