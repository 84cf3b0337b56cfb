import { withReceipt } from '@certbridge/service/certificates/documents';
import type { Minted } from '@certbridge/service/certificates/issuing';
import type { Signer } from '@certbridge/service/certificates/signing';
import { createVerifier, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Mirror, Verifier, VerifierOptions } from '@certbridge/verifier-sdk';
import { FolderStore, VerifierPool } from '@certbridge/verifier-sdk/node';
import {
  decodeLeaf,
  encodeQrText,
  encodeReceipt,
  fromHex,
  merkleTree,
  qrList,
  toHex,
} from '@certbridge/verifier-sdk/formats';
import type { Entry } from '@certbridge/verifier-sdk/formats';
import { TestNetwork } from '@certbridge/verifier-sdk-fixtures';
import type { TestKey } from '@certbridge/verifier-sdk-fixtures';
import type { Mint } from './certificates.js';

const CERTIFICATES_AN_ENTRY = 10_000;
const CHANGES_AN_ENTRY = 1_000;
const FEED = 'https://feed.example';

/** A ledger of three provinces in memory, signed with their keys: what a window's mirror is filled from. */
export class BenchLedger {
  readonly #world: TestNetwork;
  readonly #key: TestKey;
  readonly #credentialKey: TestKey;
  readonly #issuer: string;
  readonly #type: string;

  private constructor(
    world: TestNetwork,
    key: TestKey,
    credentialKey: TestKey,
    issuer: string,
    type: string,
  ) {
    this.#world = world;
    this.#key = key;
    this.#credentialKey = credentialKey;
    this.#issuer = issuer;
    this.#type = type;
  }

  static async open(
    mint: Mint,
    issuer: { readonly code: string; readonly name: string },
  ): Promise<BenchLedger> {
    const { type } = mint;
    const [key, credentialKey] = [testKey(mint.signer), testKey(mint.credentialSigner)];
    const world = await TestNetwork.create();
    await world.province('ZhejiangMSP', {
      kind: 'issuer',
      issuer: issuer.code,
      name: issuer.name,
      types: [type.code],
    });
    await world.addKey(key, issuer.code);
    await world.addKey(credentialKey, issuer.code, 'credential');
    return new BenchLedger(world, key, credentialKey, issuer.code, type.code);
  }

  /** What the ledger's clock says, in milliseconds since 1970. */
  get now(): number {
    return this.#world.now;
  }

  /** The network's id, which live codes are bound to. */
  get network(): string {
    return this.#world.network;
  }

  async #entry(body: Readonly<Record<string, unknown>>): Promise<Entry> {
    return (await this.#world.append('i', this.#issuer, {
      issuer: this.#issuer,
      under: this.#world.under(this.#issuer),
      ...body,
    })) as Entry;
  }

  /** Anchors real certificates in one entry and writes the receipts into their PDFs. */
  async anchor(minted: readonly Minted[]): Promise<Uint8Array[]> {
    const tree = await merkleTree(minted.map(({ leafHash }) => leafHash));
    const leaves = minted.map(({ leaf }) => decodeLeaf(leaf));
    const { hash } = await qrList(leaves.flatMap(({ qr }) => (qr ? [qr] : [])));
    const keys = [this.#key, this.#credentialKey];
    const entry = await this.#entry({
      root: toHex(tree.root),
      size: tree.size,
      keys: keys.map(({ kid }) => toHex(kid)).sort(),
      types: [this.#type],
      qr: hash,
    });
    const attestation = await this.#world.attestEntry(entry, keys);
    return minted.map(({ pdf }, index) => {
      const leaf = leaves[index];
      if (leaf === undefined) throw new RangeError('a leaf for each certificate');
      return withReceipt(pdf, encodeReceipt({ ...leaf, index, path: tree.proof(index), entry, attestation }));
    });
  }

  /** Entries as `certificates` more of them would have made, one in a hundred revoked; nothing else of them matters to a mirror. */
  async grow(certificates: number): Promise<void> {
    const root = '00'.repeat(32);
    for (let left = certificates; left > 0; left -= CERTIFICATES_AN_ENTRY) {
      await this.#entry({
        root,
        size: Math.min(CERTIFICATES_AN_ENTRY, left),
        keys: [toHex(this.#key.kid)],
        types: [this.#type],
        qr: root,
      });
    }
    for (let left = Math.floor(certificates / 100); left > 0; left -= CHANGES_AN_ENTRY) {
      const certs = Array.from({ length: Math.min(CHANGES_AN_ENTRY, left) }, () => randomId()).sort();
      await this.#entry({
        changes: certs.map((cert) => ({ cert, state: 'revoked', reason: 'unspecified' })),
      });
    }
  }

  /** A window's folder, synced from nothing: what a new window does once. */
  async sync(folder: string): Promise<{ readonly ms: number; readonly bytes: number }> {
    this.#world.beat();
    await this.#world.publish();
    const started = performance.now();
    const mirror = await this.#open(folder);
    const report = await syncMirror(mirror, { urls: [FEED], fetch: this.#fetch });
    if (report.outcome !== 'updated')
      throw new Error(`the bench's mirror did not sync: ${JSON.stringify(report.problems)}`);
    return { ms: performance.now() - started, bytes: report.bytes };
  }

  #open(folder: string): Promise<Mirror> {
    return openMirror(new FolderStore(folder), { trustAnchor: this.#world.anchor, clock: this.#world.clock });
  }

  /** What a window does at every start: reads its folder and verifies all of it. */
  async load(folder: string): Promise<Mirror> {
    const mirror = await this.#open(folder);
    if (mirror.damage) throw mirror.damage;
    return mirror;
  }

  verifier(mirror: Mirror, options: Partial<VerifierOptions> = {}): Verifier {
    return createVerifier({
      trustAnchor: this.#world.anchor,
      mirror,
      clock: this.#world.clock,
      ...options,
    });
  }

  /** On every processor, with the mirror of a folder. */
  pool(mirror: string): VerifierPool {
    return new VerifierPool({ trustAnchor: this.#world.anchor, mirror, clock: this.#world.clock });
  }

  readonly #fetch = (input: string | URL | Request): Promise<Response> => {
    const path = new URL(input instanceof Request ? input.url : input).pathname.slice(1);
    const bytes = this.#world.files.get(path);
    return Promise.resolve(
      bytes === undefined
        ? new Response(null, { status: 404 })
        : new Response(bytes as Uint8Array<ArrayBuffer>),
    );
  };
}

function testKey(signer: Signer): TestKey {
  return { kid: fromHex(signer.kid), spki: signer.spki, sign: (bytes) => signer.sign(bytes) } as TestKey;
}

let counter = 0;

/** Distinct and evenly spread, like random ids, but cheap. */
function randomId(): string {
  counter += 1;
  const spread = Math.imul(counter, 0x9e3779b1) >>> 0;
  return spread.toString(16).padStart(8, '0') + counter.toString(16).padStart(24, '0');
}

/** What a scanner reads. */
export async function qrTextOf({ qr }: Minted): Promise<string> {
  return (await encodeQrText(qr, 'certbridge.example')).text;
}
