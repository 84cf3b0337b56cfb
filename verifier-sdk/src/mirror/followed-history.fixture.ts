/** Windows that follow a recorded history by the SDK's public exports: whichever SDK's, on whichever platform. */
import type { createVerifier } from '../verify/index.js';
import { fromBase64 } from '../formats/bytes.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { MemoryStore, Mirror, openMirror, syncMirror } from './index.js';
import type { Cut, ExpectedIssuer, RecordedHistory } from './recorded-history.fixture.js';

/** What a window uses of the SDK. */
export interface WindowSdk {
  readonly createVerifier: typeof createVerifier;
  readonly openMirror: typeof openMirror;
  readonly syncMirror: typeof syncMirror;
  readonly MemoryStore: typeof MemoryStore;
}

/** What windows found at one cut; plain JSON. */
export interface Followed {
  /** What went wrong in syncing or opening. */
  readonly problems: readonly string[];
  /** All that each mirror knows, in one text: those that followed from some cut, and last one that begins here. */
  readonly knowledge: readonly string[];
  /** The codes of the reports of the cut's honest QR codes: of one of the mirrors, and of the one that begins here. */
  readonly codes: readonly (readonly string[])[];
  /** Issuers that the mirror that begins here knows. */
  readonly issuers: readonly ExpectedIssuer[];
}

const order = (a: { code: string }, b: { code: string }): number => (a.code < b.code ? -1 : 1);

function issuersOf({ ledger }: Mirror): ExpectedIssuer[] {
  return [...(ledger?.registry.issuers.values() ?? [])]
    .map(({ issuer, mspId, name, types, under, successor, retired, keys }) => ({
      ...{ code: issuer, mspId, name, types: [...types].sort(), under },
      ...{ successor: successor ?? null, retired: retired === true },
      keys: [...keys.values()].map(({ kid, revoked }) => [kid, revoked !== undefined] as const),
    }))
    .sort(order);
}

function knowledge(mirror: Mirror, { certificates }: Cut): string {
  const { ledger, checkpoint, asOf } = mirror;
  const logs = checkpoint?.heads.map(({ log, id }) => [
    ...[log, id, ledger?.count(log, id), ledger?.logState(log, id)],
  ]);
  const statuses = certificates.map(({ issuer, cert }) => ledger?.status(issuer, cert) ?? null);
  const { unusable, features, types } = ledger?.registry ?? {};
  const more = { unusable, features: [...(features ?? [])], types: [...(types ?? [])] };
  const known = { issuers: issuersOf(mirror), logs, statuses, ...more, asOf };
  return canonicalJson(JSON.parse(JSON.stringify(known)) as Json);
}

class Windows {
  readonly mirrors: Mirror[] = [];
  readonly problems: string[] = [];
  readonly #sdk: WindowSdk;
  readonly #history: RecordedHistory;
  readonly #files = new Map<string, Uint8Array>();
  #now = 0;

  constructor(sdk: WindowSdk, history: RecordedHistory) {
    this.#sdk = sdk;
    this.#history = history;
  }

  readonly #clock = (): number => this.#now;

  readonly #fetch = (url: string): Promise<Response> => {
    const bytes = this.#files.get(new URL(url).pathname.slice(1));
    return Promise.resolve(
      bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 }),
    );
  };

  async open(store: Mirror['store']): Promise<Mirror> {
    const mirror = await this.#sdk.openMirror(store, {
      trustAnchor: this.#history.anchor,
      clock: this.#clock,
    });
    if (mirror.damage) this.problems.push(`opened: ${mirror.damage.message}`);
    return mirror;
  }

  async begin(): Promise<Mirror> {
    return this.open(new this.#sdk.MemoryStore());
  }

  async sync(mirror: Mirror): Promise<void> {
    const { syncMirror } = this.#sdk;
    const report = await syncMirror(mirror, { urls: ['http://feed.example'], fetch: this.#fetch });
    for (const { code, message } of report.problems) this.problems.push(`synced: ${code} ${message}`);
    if (report.equivocation) this.problems.push('synced: equivocation');
  }

  async codes(mirror: Mirror, { honest }: Cut): Promise<string[]> {
    const trustAnchor = this.#history.anchor;
    const verifier = this.#sdk.createVerifier({ trustAnchor, mirror, clock: this.#clock });
    const codes: string[] = [];
    for (const { text } of honest) codes.push((await verifier.verifyQr(text)).code);
    return codes;
  }

  /** Windows that were there before go on, every other one opened again; one more begins at each cut. */
  async follow(cut: Cut, at: number): Promise<Followed> {
    this.#now = cut.now;
    for (const [path, bytes] of cut.files) this.#files.set(path, fromBase64(bytes));
    this.problems.length = 0;
    this.mirrors.push(await this.begin());
    for (const [i, mirror] of this.mirrors.entries()) {
      await this.sync(mirror);
      if ((i + at) % 2 === 1) this.mirrors[i] = await this.open(mirror.store);
    }
    const fresh = await this.begin();
    await this.sync(fresh);
    const all = [...this.mirrors, fresh];
    return {
      problems: [...this.problems],
      knowledge: all.map((mirror) => knowledge(mirror, cut)),
      codes: [await this.codes(this.mirrors[at % 2] ?? fresh, cut), await this.codes(fresh, cut)],
      issuers: issuersOf(fresh),
    };
  }
}

/** What windows find that follow a history from cut to cut. */
export async function followHistory(sdk: WindowSdk, history: RecordedHistory): Promise<Followed[]> {
  const windows = new Windows(sdk, history);
  const followed: Followed[] = [];
  for (const [at, cut] of history.cuts.entries()) followed.push(await windows.follow(cut, at));
  return followed;
}

/** In what windows departed from the model of the contract, or one from another; nothing: all is right. */
export function departures({ cuts }: RecordedHistory, followed: readonly Followed[]): string[] {
  return cuts.flatMap(({ honest, issuers }, at) => {
    const found = followed[at];
    if (!found) return [`cut ${at} was not followed`];
    const wrong = [...found.problems];
    if (new Set(found.knowledge).size !== 1) wrong.push('mirrors know different things');
    for (const codes of found.codes) {
      honest.forEach(({ code }, i) => {
        if (codes[i] !== code) wrong.push(`certificate ${i}: ${codes[i] ?? 'none'}, not ${code}`);
      });
    }
    const known = new Map(found.issuers.map((issuer) => [issuer.code, issuer]));
    for (const expected of issuers) wrong.push(...differences(expected, known.get(expected.code)));
    return wrong.map((text) => `cut ${at}: ${text}`);
  });
}

/** An issuer's registration; a mirror keeps all the types that it ever had, the model those of today. */
function differences(expected: ExpectedIssuer, found: ExpectedIssuer | undefined): string[] {
  const { types, ...rest } = expected;
  const { types: kept = [], ...known } = found ?? {};
  const lost = types.filter((type) => !kept.includes(type)).map((type) => `${expected.code} lost ${type}`);
  const isSame = canonicalJson(rest as unknown as Json) === canonicalJson(known as unknown as Json);
  return isSame
    ? lost
    : [...lost, `${expected.code} is ${JSON.stringify(known)}, not ${JSON.stringify(rest)}`];
}
