/** Runs the vectors by the SDK's public exports, on whichever platform: it needs nothing of Node. */
import type * as Sdk from '../index.js';
import { fromUtf8 } from '../formats/bytes.js';
import type { Json } from '../formats/json.js';
import type {
  VectorCase,
  VectorExpectation,
  VectorManifest,
  VectorMirror,
  VectorReceipt,
  VectorServer,
  VectorSync,
} from './manifest.fixture.js';

/** Reads a file of the vectors by its path; undefined: there is none. */
export type ReadVector = (path: string) => Uint8Array | undefined;

/** What a sync did, in the form of its expectation. */
export type SyncFound = VectorSync['expect'];

/** What became of a mirror. */
export interface MirrorFound {
  readonly syncs: readonly SyncFound[];
  /** By name in the store. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly damage: string | undefined;
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Answers as the servers would, whose hosts are their numbers. */
function fetchFrom(read: ReadVector, servers: readonly VectorServer[]): Sdk.Fetch {
  return (url) => {
    const { host, pathname } = new URL(url);
    const path = pathname.slice(1);
    const server = servers[Number(host.slice(1))];
    if (server?.failing?.includes(path)) return Promise.resolve(new Response(null, { status: 500 }));
    const isGone = server === undefined || server.without?.includes(path) === true;
    const folder = isGone
      ? undefined
      : server.folders.findLast((one) => read(`${one}/${path}`) !== undefined);
    const bytes = folder === undefined ? undefined : read(`${folder}/${path}`);
    return Promise.resolve(
      bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 }),
    );
  };
}

const urlsOf = (servers: readonly VectorServer[]): string[] => servers.map((_, i) => `http://s${i}/`);

/** What a report says, in the form of its expectation. */
export function foundOf(sdk: typeof Sdk, report: Sdk.Report): VectorExpectation {
  const { verdict, code, checks, notes, certificate, shown } = sdk.withoutPhoto(report);
  return {
    verdict,
    code,
    checks: checks.map(({ name, outcome, code: reason }) => `${name} ${outcome} ${reason}`),
    notes,
    certificate: plain(certificate),
    ...(shown && { shown: plain(shown) }),
  };
}

export class VectorRunner {
  readonly #sdk: typeof Sdk;
  readonly #manifest: VectorManifest;
  readonly #read: ReadVector;
  readonly #stores = new Map<string, Promise<{ store: Sdk.MirrorStore; found: SyncFound[] }>>();

  constructor(sdk: typeof Sdk, manifest: VectorManifest, read: ReadVector) {
    this.#sdk = sdk;
    this.#manifest = manifest;
    this.#read = read;
  }

  #file(path: string): Uint8Array {
    const bytes = this.#read(path);
    if (!bytes) throw new TypeError(`no ${path} among the vectors`);
    return bytes;
  }

  trustAnchor(name: string): Sdk.TrustAnchor {
    return this.#sdk.parseTrustAnchor(this.#file(this.#manifest.trustAnchors[name] ?? name));
  }

  #described(name: string): VectorMirror {
    const mirror = this.#manifest.mirrors[name];
    if (!mirror) throw new TypeError(`no mirror ${name} among the vectors`);
    return mirror;
  }

  /** What a mirror keeps, synced once. */
  #kept(name: string): Promise<{ store: Sdk.MirrorStore; found: SyncFound[] }> {
    const known = this.#stores.get(name) ?? this.#sync(this.#described(name));
    this.#stores.set(name, known);
    return known;
  }

  async #sync({ trustAnchor, store: folder, syncs = [] }: VectorMirror) {
    const store = new this.#sdk.MemoryStore();
    for (const name of folder === undefined ? [] : this.#namesIn(folder))
      await store.put(name, this.#file(`${folder}/${name}`));
    const found: SyncFound[] = [];
    for (const sync of syncs) {
      const clock = (): number => Date.parse(sync.now);
      const mirror = await this.#sdk.openMirror(store, { trustAnchor: this.trustAnchor(trustAnchor), clock });
      found.push(await this.#syncOnce(mirror, sync));
    }
    return { store, found };
  }

  async #syncOnce(mirror: Sdk.Mirror, { servers, qrLists }: VectorSync): Promise<SyncFound> {
    const { outcome, problems, equivocation } = await this.#sdk.syncMirror(mirror, {
      urls: urlsOf(servers),
      fetch: fetchFrom(this.#read, servers),
      ...(qrLists && { qrLists }),
    });
    const said = problems.map(({ code, reason }) => (reason === undefined ? code : `${code} ${reason}`));
    return { outcome, problems: said.sort(), equivocation };
  }

  #namesIn(folder: string): string[] {
    return JSON.parse(fromUtf8(this.#file(`${folder}/files.json`))) as string[];
  }

  /** What a mirror keeps, in a store of its own for every use: verifying keeps things. */
  async copy(name: string, copy: Sdk.MirrorStore = new this.#sdk.MemoryStore()): Promise<Sdk.MirrorStore> {
    const { store } = await this.#kept(name);
    for (const file of await store.list(''))
      await copy.put(file, (await store.get(file)) ?? new Uint8Array());
    return copy;
  }

  async mirror(name: string, now?: string): Promise<MirrorFound> {
    const { found } = await this.#kept(name);
    const store = await this.copy(name);
    const { trustAnchor, syncs } = this.#described(name);
    const at = Date.parse(now ?? syncs?.at(-1)?.now ?? '2026-11-24T05:00:00.000Z');
    const opened = await this.#sdk.openMirror(store, {
      trustAnchor: this.trustAnchor(trustAnchor),
      clock: () => at,
    });
    const evidence: Record<string, string> = {};
    for (const file of (await store.list('evidence/')).toSorted())
      evidence[file] = fromUtf8((await store.get(file)) ?? new Uint8Array());
    const { damage } = opened;
    return { syncs: found, evidence, damage: damage && `${damage.code} ${damage.reason ?? ''}`.trim() };
  }

  async case(one: VectorCase): Promise<VectorExpectation> {
    const time = { at: Date.parse(one.now) };
    const clock = (): number => time.at;
    const trustAnchor = this.trustAnchor(one.trustAnchor);
    const mirror = one.mirror === null ? undefined : await this.#opened(one.mirror, one.isKeptOpen, clock);
    const { online } = one;
    const verifier = this.#sdk.createVerifier({
      ...{ trustAnchor, clock, language: 'en' },
      ...(mirror && { mirror }),
      ...(one.policy && { policy: one.policy }),
      ...(online && { online: { urls: urlsOf([online]), fetch: fetchFrom(this.#read, [online]) } }),
      timestampRoots: (one.timestampRoots ?? []).map((path) => this.#file(path)),
    });
    let syncs = (one.isKeptOpen && this.#described(one.mirror ?? '').syncs) || [];
    const syncUntil = async (now: string): Promise<void> => {
      for (const sync of syncs.filter((due) => due.now <= now)) {
        time.at = Date.parse(sync.now);
        if (mirror) await this.#syncOnce(mirror, sync);
      }
      syncs = syncs.filter((due) => due.now > now);
      time.at = Date.parse(now);
    };
    for (const before of one.earlier ?? []) {
      await syncUntil(before);
      await this.#verify(verifier, one);
    }
    await syncUntil(one.now);
    return foundOf(this.#sdk, await this.#verify(verifier, one));
  }

  /** A mirror as it was kept, or one that is empty yet. */
  async #opened(name: string, isEmpty: boolean | undefined, clock: () => number): Promise<Sdk.Mirror> {
    const store = isEmpty ? new this.#sdk.MemoryStore() : await this.copy(name);
    const trustAnchor = this.trustAnchor(this.#described(name).trustAnchor);
    return this.#sdk.openMirror(store, { trustAnchor, clock });
  }

  #verify(verifier: Sdk.Verifier, { input, asked }: VectorCase): Promise<Sdk.Report> {
    switch (input.kind) {
      case 'qr':
        return verifier.verifyQr(input.text, asked);
      case 'image':
        return verifier.verifyImage(this.#file(input.file), asked);
      case 'pdf':
        return verifier.verifyPdf(
          'zeros' in input ? new Uint8Array(input.zeros) : this.#file(input.file),
          asked,
        );
      case 'presentation': {
        const { text, audience, nonce, receipt } = input;
        const request = { audience, nonce, ...(receipt !== undefined && { receipt: this.#file(receipt) }) };
        return verifier.verifyPresentation(text, request);
      }
    }
  }

  /** A hall that cannot be used is none. */
  async #hall({ file, pinned }: NonNullable<VectorReceipt['hall']>): Promise<{ hall?: Sdk.HallWindows }> {
    try {
      return { hall: await this.#sdk.HallWindows.open(this.#sdk.parseHallKeys(this.#file(file)), pinned) };
    } catch (error) {
      if (error instanceof this.#sdk.FormatError) return {};
      throw error;
    }
  }

  async receipt(one: VectorReceipt): Promise<VectorReceipt['expect']> {
    const { hall, proof, shown } = one;
    const { verdict, code, checks } = await this.#sdk.checkVerificationReceipt(one.text, {
      language: 'en',
      ...(one.windowKeys !== undefined && {
        windowKeys: this.#sdk.parseWindowKeys(this.#file(one.windowKeys)),
      }),
      ...(hall && (await this.#hall(hall))),
      ...(proof !== undefined && {
        filed: {
          proof: this.#sdk.parseFilingProof(this.#file(proof)),
          trustAnchor: this.trustAnchor(one.trustAnchor ?? ''),
        },
      }),
      ...(shown !== undefined && { shown }),
    });
    return {
      verdict,
      code,
      checks: checks.map(({ name, outcome, code: reason }) => `${name} ${outcome} ${reason}`),
    };
  }
}
