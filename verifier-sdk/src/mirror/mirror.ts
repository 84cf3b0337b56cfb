import { AttestationError } from '../attestation/index.js';
import type { EndorserRule } from '../attestation/index.js';
import { utf8 } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { encodePage } from '../formats/feed.js';
import type { Page } from '../formats/feed.js';
import type { Head } from '../formats/heads.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { checkAnchor } from './anchor-on-ledger.js';
import { claimedAnchor } from './candidates.js';
import type { LogUpdate } from './chain.js';
import { readCheckpoint, verifyCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { MirrorError } from './error.js';
import { Evidence } from './evidence.js';
import type { Fork } from './evidence.js';
import { anchorName, openPageName, parseState, stateName } from './files.js';
import type { StoredState } from './files.js';
import { ReplayedLedger } from './ledger.js';
import type { Ledger } from './ledger.js';
import type { MirrorStore } from './store.js';
import { readStoredLog } from './stored-logs.js';
import { verifySuccessor } from './succession.js';

/** How fresh knowledge is. Instants, RFC 3339 UTC. */
export interface AsOf {
  /**
   * When as many provinces as the threshold had last shown that the ledger commits (never later than
   * `checkpoint`): what the ledger did. null: too few ever did.
   */
  readonly beat: string | null;
  /** When the checkpoint was attested: what the peers said the time was. */
  readonly checkpoint: string;
  /** When this mirror received it. */
  readonly received: string;
}

interface Held {
  readonly checkpoint: Checkpoint;
  readonly received: string;
  readonly ledger: ReplayedLedger;
  readonly anchors: readonly TrustAnchor[];
  /** Whether a certificate behind what is held is no longer valid now: then nothing here is fresh. */
  readonly lapsed: boolean;
}

/** What a mirror is opened with. */
export interface MirrorOptions {
  /** Pinned at installation. */
  readonly trustAnchor: TrustAnchor;
  /** Milliseconds since 1970; the system's unless given. */
  readonly clock?: () => number;
}

const logsAtATime = 64;

/** A window's verified copy of logs, statuses and issuers (离线副本). Made by {@link openMirror}. */
export class Mirror {
  /** Where the mirror is kept. */
  readonly store: MirrorStore;
  /** The pinned one. */
  readonly trustAnchor: TrustAnchor;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly #evidence: Evidence;
  #held: Held | undefined;
  #equivocation = false;
  #damage: MirrorError | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(store: MirrorStore, options: MirrorOptions) {
    this.store = store;
    this.#evidence = new Evidence(store);
    this.trustAnchor = options.trustAnchor;
    this.clock = options.clock ?? Date.now;
  }

  /** The replayed ledger; undefined until the first sync. */
  get ledger(): Ledger | undefined {
    return this.#held?.ledger;
  }

  /** The ledger as updates can be replayed on it. @internal */
  get replayed(): ReplayedLedger | undefined {
    return this.#held?.ledger;
  }

  /** The checkpoint that is held; undefined until the first sync. */
  get checkpoint(): Checkpoint | undefined {
    return this.#held?.checkpoint;
  }

  /** From the pinned trust anchor to the one in force. */
  get anchors(): readonly TrustAnchor[] {
    return this.#held?.anchors ?? [this.trustAnchor];
  }

  /** How fresh what is held is; undefined until the first sync. */
  get asOf(): AsOf | undefined {
    if (!this.#held) return undefined;
    const { checkpoint, received } = this.#held;
    return { beat: checkpoint.beat ?? null, checkpoint: checkpoint.statement.time, received };
  }

  /** Whether enough provinces were ever seen to have signed two histories; the proof is in the store's `evidence/`. */
  get equivocation(): boolean {
    return this.#equivocation;
  }

  /** Whether what is held was signed with certificates that are no longer valid. */
  get lapsed(): boolean {
    return this.#held?.lapsed ?? false;
  }

  /** What of the store's content could not be used, if so; a sync mends it. */
  get damage(): MirrorError | undefined {
    return this.#damage;
  }

  /** Runs one sync at a time. @internal */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Reads and verifies what the store holds. @internal */
  async load(): Promise<void> {
    this.#equivocation = await this.#evidence.hasFork();
    try {
      this.#damage = undefined;
      this.#held = await this.#read();
    } catch (cause) {
      if (!(cause instanceof MirrorError || cause instanceof FormatError)) throw cause;
      this.#damage = new MirrorError('STORE_DAMAGED', `the mirror on disk cannot be used: ${cause.message}`, {
        cause,
      });
    }
  }

  async #read(): Promise<Held | undefined> {
    const bytes = await this.store.get(stateName);
    if (!bytes) return undefined;
    const state = parseState(bytes);
    const file = readCheckpoint(await this.#file(state.checkpoint));
    const { value: anchors, lapsed: anchorLapsed } = await this.#currentOrLapsed((rule) =>
      this.#readAnchors(rule, claimedAnchor(file)),
    );
    const anchor = anchors.at(-1) ?? this.trustAnchor;
    const now = Math.max(this.clock(), Date.parse(state.received));
    const { value: checkpoint, lapsed } = await this.#currentOrLapsed((rule) =>
      verifyCheckpoint(file, anchor, rule, now),
    );
    const ledger = await this.#replay(checkpoint.heads, state);
    await checkAnchor(ledger, anchors);
    return { checkpoint, received: state.received, ledger, anchors, lapsed: lapsed || anchorLapsed };
  }

  /** What was accepted while its certificates were valid may be read later, but not count as fresh. */
  async #currentOrLapsed<T>(
    read: (rule: EndorserRule) => Promise<T>,
  ): Promise<{ value: T; lapsed: boolean }> {
    try {
      return { value: await read('now'), lapsed: false };
    } catch (error) {
      const code =
        error instanceof MirrorError && error.cause instanceof AttestationError
          ? error.cause.code
          : undefined;
      if (code !== 'ENDORSER_NOT_CURRENT') throw error;
      return { value: await read('attested'), lapsed: true };
    }
  }

  async #file(name: string): Promise<Uint8Array> {
    const bytes = await this.store.get(name);
    if (!bytes) throw new MirrorError('STORE_DAMAGED', `${name} is missing`, { reason: 'FILE_MISSING' });
    return bytes;
  }

  /** Up to the one that the checkpoint is of: a sync that was cut short leaves later ones. */
  async #readAnchors(rule: EndorserRule, last: number): Promise<readonly TrustAnchor[]> {
    const anchors = [this.trustAnchor];
    for (let current = this.trustAnchor; ;) {
      const bytes = current.n < last ? await this.store.get(anchorName(current.n + 1)) : undefined;
      if (!bytes) return anchors;
      current = await verifySuccessor(bytes, current, rule, this.clock());
      anchors.push(current);
    }
  }

  /** Replays every log as far as it was replayed before; one that is damaged is short of its head. */
  async #replay(heads: readonly Head[], state: StoredState): Promise<ReplayedLedger> {
    const ledger = await new ReplayedLedger().with(this.#storedLogs(heads, state));
    ledger.stand(heads, new Map(state.lagging.map(({ log, id, state }) => [`${log} ${id}`, state])));
    return ledger;
  }

  /** All logs of which something is here, some at a time: together their records may be more than memory holds. */
  async *#storedLogs(heads: readonly Head[], { lagging }: StoredState): AsyncGenerator<LogUpdate> {
    const lags = new Map(lagging.map((log) => [`${log.log} ${log.id}`, log]));
    const read = async (head: Head): Promise<LogUpdate[]> => {
      const end = lags.get(`${head.log} ${head.id}`) ?? head;
      if (end.seq === 0) return [];
      try {
        return [await readStoredLog(this.store, head, end, this.trustAnchor)];
      } catch (error) {
        if (!(error instanceof MirrorError)) throw error;
        this.#damage = error;
        return [];
      }
    };
    for (let at = 0; at < heads.length; at += logsAtATime) {
      const group = await Promise.all(heads.slice(at, at + logsAtATime).map(read));
      yield* group.flat();
    }
  }

  /**
   * Puts a verified state in place: the pages first, `state.json` last, then what is no longer needed goes.
   * `open`: the pages at the ends of logs that are not full yet.
   * @internal
   */
  async adopt(
    next: {
      /** The checkpoint that is held; undefined until the first sync. */
      checkpoint: Checkpoint;
      ledger: ReplayedLedger;
      anchors: readonly TrustAnchor[];
      anchorFiles: ReadonlyMap<number, Uint8Array>;
    },
    open: readonly Page[],
  ): Promise<void> {
    const before = this.#held;
    const { checkpoint, ledger, anchors } = next;
    for (const page of open) await this.store.put(openName(page), encodePage(page));
    for (const [n, bytes] of next.anchorFiles) await this.store.put(anchorName(n), bytes);
    await this.store.put(checkpoint.name, checkpoint.bytes);
    const received = new Date(this.clock()).toISOString();
    const state = {
      v: 1,
      checkpoint: checkpoint.name,
      received,
      lagging: laggingLogs(ledger, checkpoint.heads),
    };
    await this.store.put(stateName, utf8(canonicalJson(state)));
    this.#held = { checkpoint, received, ledger, anchors, lapsed: false };
    this.#damage = undefined;
    if (before) await this.#forget(before, { checkpoint, ledger });
  }

  /** Takes away the old checkpoint, and the open pages of logs that have grown since. */
  async #forget(
    before: Pick<Held, 'checkpoint' | 'ledger'>,
    after: Pick<Held, 'checkpoint' | 'ledger'>,
  ): Promise<void> {
    for (const { log, id } of before.checkpoint.heads) {
      const last = before.ledger.count(log, id);
      const cutter = before.ledger.cutter(log, id);
      if (last === 0 || cutter.isFull || after.ledger.count(log, id) === last) continue;
      await this.store.delete(openPageName(log, id, cutter.from, last));
    }
    if (before.checkpoint.name !== after.checkpoint.name) await this.store.delete(before.checkpoint.name);
  }

  /** Keeps the proof that the provinces signed two histories; from then on nothing here is called valid. @internal */
  keepFork(fork: Fork): Promise<string> {
    this.#equivocation = true;
    return this.#evidence.keepFork(fork, this.#held?.checkpoint);
  }

  /** Keeps what a server served that was older than what is held. @internal */
  keepStale(other: Checkpoint): Promise<string> {
    return this.#evidence.keepStale(other, this.#held?.checkpoint);
  }
}

function openName({ log, id, from, records }: Page): string {
  return openPageName(log, id, from, records.at(-1)?.seq ?? from);
}

function laggingLogs(ledger: ReplayedLedger, heads: readonly Head[]): Json {
  return heads.flatMap(({ log, id }) => {
    const state = ledger.logState(log, id);
    return state === 'current' ? [] : [{ log, id, state, ...ledger.end(log, id) }];
  });
}

/** Opens a mirror on a store and verifies what it holds; {@link syncMirror} brings it up to date. */
export async function openMirror(store: MirrorStore, options: MirrorOptions): Promise<Mirror> {
  const mirror = new Mirror(store, options);
  await mirror.load();
  return mirror;
}
