/** Random histories of a ledger: lawful acts on a model of the contract, and hostile records between them. */
import { dayOf } from './model-ledger.fixture.js';
import type { ModelIssuer, ModelLedger } from './model-ledger.fixture.js';
import { newIssuerKey, newProvince, typeCode } from '../attestation/network.fixture.js';
import type { TestKey, TestProvince } from '../attestation/network.fixture.js';
import { toBase64, toHex } from '../formats/bytes.js';
import { formatIdentifier } from '../formats/identifier.js';
import { leafHash, merkleTree } from '../formats/merkle.js';
import { encodeLeaf } from '../formats/leaf.js';
import { qrDigest, signQr } from '../formats/qr.js';
import { qrList } from '../formats/qr-list.js';
import { encodeQrText } from '../formats/qr-text.js';
import type { Random } from '../fuzz/random.fixture.js';

/** What histories are made of, made once. */
export interface Stock {
  readonly provinces: readonly TestProvince[];
  readonly keys: readonly TestKey[];
}

export async function makeStock(): Promise<Stock> {
  const regions = ['34', '51', '33', '32', '35', '36', '37', '41', '42'];
  return {
    provinces: await Promise.all(
      regions.map((region) => newProvince(`P${region}MSP`, `省${region}`, region)),
    ),
    keys: await Promise.all(Array.from({ length: 24 }, newIssuerKey)),
  };
}

/** An honest certificate, and whether its QR code was anchored while its key was good. */
interface Issued {
  readonly issuer: ModelIssuer;
  readonly kid: string;
  readonly cert: string;
  readonly text: string;
  readonly isAnchored: boolean;
}

const types = [1, 2, 3].map((n) => `${typeCode.slice(0, -1)}${n}`);
const states = ['suspended', 'reinstated', 'revoked', 'cancelled', 'superseded', 'withdrawn'];

/** One history: made of the ledger by `step`, told from its random numbers alone. */
export class History {
  readonly issued: Issued[] = [];
  readonly #ledger: ModelLedger;
  readonly #random: Random;
  readonly #stock: Stock;
  readonly #unusedKeys: TestKey[];
  readonly #waiting: TestProvince[];
  /** Writes what it likes into its own log; what it never owned must not notice. */
  readonly #hostile: string;
  readonly #tainted = new Set<string>();
  #count = 0;

  constructor(ledger: ModelLedger, stock: Stock, random: Random) {
    this.#ledger = ledger;
    this.#random = random;
    this.#stock = stock;
    this.#unusedKeys = [...stock.keys];
    this.#waiting = stock.provinces.filter(({ mspId }) => !ledger.members.includes(mspId));
    this.#hostile = random.pick(ledger.members);
  }

  get #issuers(): ModelIssuer[] {
    return [...this.#ledger.issuers.values()];
  }

  /** Issuers that the hostile province never owned. */
  get untouched(): readonly ModelIssuer[] {
    return this.#issuers.filter(({ code }) => !this.#tainted.has(code));
  }

  /** Certificates of issuers that the hostile province never owned: theirs must be right. */
  get honest(): readonly Issued[] {
    return this.issued.filter(({ issuer }) => !this.#tainted.has(issuer.code));
  }

  /** The code that a verifier must come to. */
  expected({ issuer, kid, cert, isAnchored }: Issued): string {
    const state = this.#ledger.stateOn(issuer, cert, dayOf(this.#ledger.now));
    if (['suspended', 'revoked', 'cancelled', 'superseded'].includes(state)) {
      const isForged = issuer.keys.get(kid)?.isRevoked && !isAnchored;
      return isForged ? 'NOT_ANCHORED' : state.toUpperCase();
    }
    return issuer.keys.get(kid)?.isRevoked && !isAnchored ? 'NOT_ANCHORED' : 'OK';
  }

  /** Every province begins with an issuer that has a key. */
  async begin(): Promise<void> {
    for (const { mspId, region } of this.#ledger.anchor.provinces) await this.#registerIn(mspId, region);
    this.#taint();
  }

  /** One act, lawful or hostile. */
  async step(): Promise<void> {
    this.#ledger.now += 1 + this.#random.below(12 * 3_600_000);
    this.#count += 1;
    const often = [this.#issue, this.#issue, this.#issue, this.#change, this.#change];
    const acts = [
      ...[
        ...often,
        ...often,
        this.#rename,
        this.#addKey,
        this.#addKey,
        this.#revokeKey,
        this.#move,
        this.#merge,
      ],
      ...[this.#attack, this.#attack, this.#attack, this.#attackLater],
    ];
    const seldom = [this.#register, this.#retire, this.#approve, this.#admit, this.#remove];
    if (this.#random.below(8) === 0) acts.splice(0, acts.length, ...seldom);
    await this.#random.pick(acts).call(this);
    this.#taint();
  }

  #taint(): void {
    for (const { code, owner } of this.#issuers) if (owner === this.#hostile) this.#tainted.add(code);
  }

  #types(): readonly string[] {
    return types.filter(() => this.#random.below(3) > 0);
  }

  /** An issuer, of the hostile province seldom. */
  #any(): ModelIssuer | undefined {
    return this.#issuers.length > 0 ? this.#random.pick(this.#issuers) : undefined;
  }

  async #register(): Promise<void> {
    const { mspId, region } = this.#random.pick(this.#ledger.anchor.provinces);
    await this.#registerIn(mspId, region);
  }

  async #registerIn(mspId: string, region: string): Promise<void> {
    this.#count += 1;
    const code = `11${region}0000MB${String(this.#count).padStart(7, '0')}A`;
    await this.#ledger.register(mspId, code, types);
    await this.#addKey(this.#ledger.issuer(code));
  }

  async #rename(): Promise<void> {
    const issuer = this.#any();
    if (issuer) await this.#ledger.register(issuer.owner, issuer.code, this.#types());
  }

  async #addKey(to = this.#any()): Promise<void> {
    const key = this.#unusedKeys.pop();
    if (to && key && !to.isRetired) await this.#ledger.addKeyTo(to, key);
  }

  async #revokeKey(): Promise<void> {
    const issuer = this.#any();
    const good = [...(issuer?.keys ?? [])].filter(([, { isRevoked }]) => !isRevoked);
    if (issuer && good.length > 0) await this.#ledger.revokeKeyOf(issuer, this.#random.pick(good)[0]);
  }

  async #move(): Promise<void> {
    const issuer = this.#any();
    if (!issuer) return;
    const to = this.#random.pick(this.#ledger.members);
    // Seldom to the hostile province, of whose issuers nothing can be expected afterwards.
    const isKept = issuer.successor !== undefined || (to === this.#hostile && this.#random.below(8) > 0);
    const owner = isKept ? issuer.owner : to;
    await this.#ledger.moveTo(issuer, owner, this.#types());
  }

  async #merge(): Promise<void> {
    const [from, to] = [this.#any(), this.#any()];
    if (!from || !to || from === to || from.successor !== undefined || to.successor !== undefined) return;
    if (to.isRetired) return;
    await this.#ledger.merge(from, to);
    // Who owns it now stands with its successor, of which nothing can be expected.
    if (!this.#tainted.has(to.code)) return;
    for (const { code } of [from, ...this.#ledger.mergedInto(from.code)]) this.#tainted.add(code);
  }

  async #retire(): Promise<void> {
    const issuer = this.#any();
    if (issuer && issuer.successor === undefined && !issuer.isRetired) await this.#ledger.retire(issuer);
  }

  async #approve(): Promise<void> {
    await this.#ledger.approveType(this.#random.pick(types));
  }

  async #admit(): Promise<void> {
    const province = this.#ledger.members.length < 7 ? this.#waiting.pop() : undefined;
    if (province) await this.#ledger.admit(province);
  }

  async #remove(): Promise<void> {
    const others = this.#ledger.members.filter((mspId) => mspId !== this.#hostile);
    if (others.length < 3) return;
    const gone = this.#random.pick(others);
    await this.#ledger.remove(gone, this.#random.pick(this.#ledger.members.filter((one) => one !== gone)));
  }

  async #issue(): Promise<void> {
    const issuer = this.#any();
    const good = [...(issuer?.keys ?? [])].filter(([, { isRevoked }]) => !isRevoked);
    const type = issuer?.types.at(0);
    if (!issuer || good.length === 0 || type === undefined || issuer.isRetired) return;
    const [kid, { key }] = this.#random.pick(good);
    const certId = new Uint8Array(16);
    new DataView(certId.buffer).setUint32(12, this.#count);
    const identifier = formatIdentifier({
      type,
      issuer: issuer.code,
      serial: String(this.#count),
      version: '001',
    });
    const holder = { holderName: '张三', holderNumber: '330***********0017' };
    const named = { issuer: issuer.code, identifier, certId, name: '居住证', ...holder };
    const cose = await signQr({ ...named, validFrom: '2024-01-01', validUntil: null }, key);
    const isAnchored = this.#random.below(3) > 0;
    if (isAnchored) await this.#anchorOne(issuer, kid, type, await qrDigest(cose), certId);
    const { text } = await encodeQrText(cose, 'h');
    this.issued.push({ issuer, kid, cert: toHex(certId), text, isAnchored });
  }

  async #anchorOne(
    issuer: ModelIssuer,
    kid: string,
    type: string,
    qr: Uint8Array,
    certId: Uint8Array,
  ): Promise<void> {
    const { root, size } = await merkleTree([await leafHash(encodeLeaf({ certId, qr }))]);
    const list = await qrList([qr]);
    const tree = { root: toHex(root), size, keys: [kid], types: [type], qr: list.hash };
    const seq = await this.#ledger.appendTo(issuer, tree);
    this.#ledger.files.set(`feed/i/${issuer.code}/qr/${seq}`, list.bytes);
  }

  async #change(): Promise<void> {
    if (this.issued.length < 2) return;
    const { issuer, cert } = this.#random.pick(this.issued);
    const others = this.issued.filter((one) => one.issuer === issuer && one.cert !== cert);
    const state = this.#random.pick(states);
    if (others.length === 0) return;
    const isLater = state === 'superseded' && this.#random.below(2) === 0;
    const from = isLater ? dayOf(this.#ledger.now + (1 + this.#random.below(3)) * 86_400_000) : undefined;
    await this.#ledger.changeStatus(issuer, cert, state, this.#random.pick(others).cert, from);
  }

  /** A record that the contract would never have written, in the hostile province's own log. */
  async #attack(): Promise<void> {
    const target = this.#any();
    if (!target || !this.#ledger.members.includes(this.#hostile)) return;
    const key = this.#random.pick(this.#stock.keys);
    const spki = key.spki.slice();
    const hybrid = this.#random.below(2) === 0;
    if (hybrid) spki[26] = 0x06;
    const [known] = [...target.keys.keys()];
    const kid = this.#random.below(2) === 0 && known !== undefined ? known : toHex(key.kid);
    const unders = [target.under, { n: 0, p: 0 }, { n: this.#random.below(9), p: this.#random.below(9) }];
    const said = this.#random.pick([
      { kind: 'key', kid, alg: 'ES256', use: 'certificate', spki: toBase64(spki) },
      { kind: 'revoke-key', kid, reason: 'lost' },
      { kind: 'issuer', name: '夺', types: [] },
      { kind: 'retire' },
      { kind: 'issuer' },
      { kind: 'levy', about: { issuer: target.code, key: { issuer: target.code, kid } } },
      { kind: 'levy', about: { type: types[0], province: 'P33MSP' } },
      { kind: 'key', v: 9, about: { key: { issuer: target.code, kid } } },
      { kind: 7, spki: ['x'] },
    ]);
    const where = { log: 'p', mspId: this.#hostile, issuer: target.code, under: this.#random.pick(unders) };
    await this.#ledger.append('p', this.#hostile, { ...where, ...said });
    if (target.owner === this.#hostile) this.#tainted.add(target.code);
  }

  /** What later software may write, and says that nothing here is about it; and an issuer that writes nonsense. */
  async #attackLater(): Promise<void> {
    const hostile = this.#issuers.find(({ code }) => this.#tainted.has(code));
    const said = this.#random.pick([
      { kind: 'holiday' },
      { kind: 'decision', v: 2 },
      { kind: 'levy', about: 7 },
    ]);
    await this.#ledger.append('n', this.#ledger.network, { log: 'n', ...said });
    if (!hostile) return;
    const changes = this.issued.slice(0, 3).map(({ cert }) => ({ cert, state: 'revoked', reason: 'lost' }));
    const nonsense = this.#random.pick([{ changes: 7 }, { v: 2 }, { changes }, { root: 'x' }]);
    await this.#ledger.appendTo(hostile, { ...nonsense, under: { n: 99, p: 99 } });
  }
}
