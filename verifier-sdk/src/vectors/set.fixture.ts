/** Gathers the vectors: files, and what the manifest says of them. */
import { utf8 } from '../formats/bytes.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { Cast } from './cast.fixture.js';
import type { Document } from './documents.fixture.js';
import { changedFiles, minute } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type {
  VectorAudit,
  VectorCase,
  VectorInput,
  VectorMirror,
  VectorReceipt,
  VectorServer,
  VectorSync,
} from './manifest.fixture.js';

/** A case without what every case of its group has; its expectation a verdict and a code. */
export type CaseOf = Partial<Omit<VectorCase, 'expect' | 'input'>> & {
  readonly id: string;
  readonly input: VectorInput;
  /** `verdict CODE`. */
  readonly expect: string;
};

/** What `VectorRunner` fills in of an expectation, once it agrees with the verdict and the code that are said here. */
export type PendingCase = Omit<VectorCase, 'expect'> & { readonly said: string };
export type PendingReceipt = Omit<VectorReceipt, 'expect'> & { readonly said: string };
export type PendingAudit = Omit<VectorAudit, 'expect'> & { readonly said: readonly string[] };

export const instant = (at: number): string => new Date(at).toISOString();
export const json = (value: unknown): Uint8Array => utf8(canonicalJson(value as Json));

export class VectorSet {
  readonly files = new Map<string, Uint8Array>();
  readonly trustAnchors: Record<string, string> = {};
  readonly mirrors: Record<string, VectorMirror> = {};
  readonly cases: PendingCase[] = [];
  readonly receipts: PendingReceipt[] = [];
  readonly audits: PendingAudit[] = [];
  /** The certificate that most PDFs are made from. */
  pdf!: { readonly document: Document; readonly receipt: Uint8Array };
  #good: { ledger: VectorLedger; server: VectorServer } | undefined;

  constructor(readonly cast: Cast) {}

  put(path: string, bytes: Uint8Array): string {
    const known = this.files.get(path);
    if (known && Buffer.compare(known, bytes) !== 0) throw new TypeError(`two vectors are called ${path}`);
    this.files.set(path, bytes);
    return path;
  }

  anchor(name: string, anchor: TrustAnchor): string {
    this.trustAnchors[name] = this.put(`trust-anchors/${name}.json`, json(anchor));
    return name;
  }

  /** The ledger whose feed the others' feeds are told apart from; every use goes on from a copy. */
  base(ledger: VectorLedger): void {
    for (const [path, bytes] of ledger.files) this.put(`feeds/good/${path}`, bytes);
    this.#good = { ledger, server: { folders: ['feeds/good'] } };
  }

  get ledger(): VectorLedger {
    if (!this.#good) throw new TypeError('no base yet');
    return this.#good.ledger.fork();
  }

  /** The same at another time. */
  ledgerAt(now: number): VectorLedger {
    const { ledger } = this;
    ledger.now = now;
    return ledger;
  }

  get good(): VectorServer {
    if (!this.#good) throw new TypeError('no base yet');
    return this.#good.server;
  }

  /** A server of a ledger's feed as it stands, in a folder of what is other than in the base. */
  server(name: string, { files }: { readonly files: ReadonlyMap<string, Uint8Array> }): VectorServer {
    if (!this.#good) throw new TypeError('no base yet');
    const without: string[] = [];
    for (const [path, bytes] of changedFiles(this.#good.ledger.files, files)) {
      if (bytes) this.put(`feeds/${name}/${path}`, bytes);
      else without.push(path);
    }
    return {
      folders: ['feeds/good', `feeds/${name}`],
      ...(without.length > 0 && { without }),
    };
  }

  mirror(name: string, section: string, syncs: readonly VectorSync[], trustAnchor = 'good'): string {
    this.mirrors[name] = { section, trustAnchor, syncs };
    return name;
  }

  /** A mirror that is synced once from one server, at the ledger's time. */
  mirrorOf(
    name: string,
    section: string,
    ledger: VectorLedger,
    problems: readonly string[] = [],
    more: Partial<VectorSync> & { outcome?: 'updated' | 'failed'; trustAnchor?: string } = {},
  ): string {
    const { outcome = 'updated', trustAnchor = 'good', ...rest } = more;
    const expect = { outcome, problems, equivocation: false };
    const sync = { servers: [this.server(name, ledger)], now: instant(ledger.now), expect, ...rest };
    return this.mirror(name, section, [sync], trustAnchor);
  }

  case({ expect, section = '', ...one }: CaseOf): void {
    if (this.cases.some(({ id }) => id === one.id)) throw new TypeError(`two cases are called ${one.id}`);
    this.cases.push({
      ...{ section, trustAnchor: 'good', mirror: 'good', now: instant(this.ledger.now + minute) },
      ...one,
      said: expect,
    });
  }
}
