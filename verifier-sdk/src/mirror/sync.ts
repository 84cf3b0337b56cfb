import { trustAnchorId } from '../formats/trust-anchor.js';
import { zeroHash } from '../formats/entry.js';
import { recordHash } from '../formats/records.js';
import type { LedgerRecord } from '../formats/records.js';
import type { Head } from '../formats/heads.js';
import { fetchCandidate, findRival } from './candidates.js';
import type { Candidate, Rival } from './candidates.js';
import type { Checkpoint } from './checkpoint.js';
import { MirrorError } from './error.js';
import type { MirrorErrorCode } from './error.js';
import type { Fork } from './evidence.js';
import { ReplayedLedger } from './ledger.js';
import type { Ledger } from './ledger.js';
import type { AsOf, Mirror } from './mirror.js';
import { PageFetcher } from './pages.js';
import { fetchQrLists } from './qr-lists.js';
import { FeedSource } from './source.js';
import type { SourceOptions } from './source.js';

/** What a mirror is synced from. */
export type SyncOptions = SourceOptions;

/** What one server did wrong. */
export interface SyncProblem {
  /** Of the server. */
  readonly url: string;
  /** Stable: what was wrong. */
  readonly code: MirrorErrorCode;
  /** For people, English. */
  readonly message: string;
  /** The store's name of what was kept as proof, if the server proved a lie. */
  readonly evidence?: string;
}

/** What a sync did. */
export interface SyncReport {
  /** `updated`: a newer checkpoint was adopted; `current`: the one held is the newest offered; `failed`: no server could be used. */
  readonly outcome: 'updated' | 'current' | 'failed';
  /** How fresh the mirror is after the sync; undefined: it has nothing. */
  readonly asOf: AsOf | undefined;
  /** Bytes received. */
  readonly bytes: number;
  /** What each server did wrong. */
  readonly problems: readonly SyncProblem[];
  /** True: enough provinces signed two different histories. The evidence is in the store; tell everybody. */
  readonly equivocation: boolean;
}

type Standing = 'ahead' | 'same' | 'behind' | 'forked';

/**
 * How a checkpoint stands to the ledger held. Heads are read together at one height, and logs only grow: of two
 * states of one history one has every log at least as long as the other.
 */
function standing(ledger: Ledger, held: Checkpoint | undefined, { heads }: Checkpoint): Standing {
  const offered = new Set(heads.map(({ log, id }) => log + id));
  let isAhead = false;
  let isBehind = held?.heads.some(({ log, id }) => !offered.has(log + id)) ?? false;
  for (const { log, id, seq, hash } of heads) {
    const count = ledger.count(log, id);
    if (seq <= count && ledger.hash(log, id, seq) !== hash) return 'forked';
    isAhead ||= seq > count;
    isBehind ||= seq < count;
  }
  if (isAhead && isBehind) return 'forked';
  if (isBehind) return 'behind';
  return isAhead ? 'ahead' : 'same';
}

class Sync {
  readonly problems: SyncProblem[] = [];
  readonly source: FeedSource;
  readonly #mirror: Mirror;

  constructor(mirror: Mirror, options: SyncOptions) {
    this.#mirror = mirror;
    this.source = new FeedSource(options);
  }

  async run(): Promise<SyncReport> {
    const offered = await Promise.all(this.source.urls.map((url) => this.#candidate(url)));
    const candidates = offered.filter((candidate) => candidate !== undefined);
    candidates.sort((a, b) => (a.checkpoint.statement.time < b.checkpoint.statement.time ? 1 : -1));
    let outcome: SyncReport['outcome'] = 'failed';
    for (const candidate of candidates) {
      const result = await this.#guarded(candidate.url, () => this.#consider(candidate));
      if (outcome === 'failed' || result === 'updated') outcome = result ?? outcome;
    }
    if (outcome !== 'failed') await fetchQrLists(this.#mirror, this.source);
    const { asOf, equivocation } = this.#mirror;
    return { outcome, asOf, bytes: this.source.received, problems: this.problems, equivocation };
  }

  async #guarded<T>(url: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      const { code, message, evidence } = error;
      this.problems.push({ url, code, message, ...(evidence !== undefined && { evidence }) });
      return undefined;
    }
  }

  #candidate(url: string): Promise<Candidate | undefined> {
    const { anchors } = this.#mirror;
    return this.#guarded(url, async () => {
      try {
        return await fetchCandidate(this.source, url, anchors, this.#mirror.clock());
      } catch (error) {
        const rival = isRefusal(error) && (await findRival(this.source, url, anchors, this.#mirror.clock()));
        if (rival) throw await this.#rival(rival);
        throw error;
      }
    });
  }

  async #consider(candidate: Candidate): Promise<'updated' | 'current'> {
    const { checkpoint } = candidate;
    const held = this.#mirror.checkpoint;
    const ledger = this.#mirror.replayed ?? new ReplayedLedger();
    const stands = standing(ledger, held, checkpoint);
    if (stands === 'forked') throw await this.#equivocation({ what: 'checkpoints', other: checkpoint });
    if (stands === 'behind') {
      const evidence = await this.#mirror.keepStale(checkpoint);
      throw new MirrorError('CHECKPOINT_OLDER', 'serves an older state than this mirror already holds', {
        evidence,
      });
    }
    // Of two attestations of one state the newer is kept, and its time: it shows that the peers still sign.
    if (stands === 'same' && held && checkpoint.statement.time <= held.statement.time) return 'current';
    await this.#adopt(candidate, ledger);
    return 'updated';
  }

  async #adopt(candidate: Candidate, ledger: ReplayedLedger): Promise<void> {
    const { checkpoint, url, anchors, anchorFiles } = candidate;
    const anchor = anchors.at(-1) ?? this.#mirror.trustAnchor;
    const fetcher = new PageFetcher(this.#mirror, this.source, url);
    try {
      const updates = await fetcher.updates(ledger, checkpoint.heads);
      const next = await ledger.with(updates, anchor);
      next.checkHeads(checkpoint.heads);
      await checkAnchor(next, candidate);
      await this.#mirror.adopt({ checkpoint, ledger: next, anchors, anchorFiles }, fetcher.pages);
    } catch (error) {
      if (error instanceof MirrorError && error.code !== 'FEED_UNREACHABLE') await fetcher.discard();
      if (error instanceof MirrorError && error.code === 'FEED_MISMATCH') {
        const records = await this.#leavingOurs(candidate, ledger);
        if (records) throw await this.#equivocation({ what: 'checkpoints', other: checkpoint, records });
      }
      throw error;
    }
  }

  async #equivocation(fork: Fork): Promise<MirrorError> {
    const evidence = await this.#mirror.keepFork(fork);
    return new MirrorError(
      'LEDGER_EQUIVOCATION',
      'enough provinces signed a history that contradicts the one held here; the evidence is kept',
      { evidence },
    );
  }

  async #rival({ n, bytes }: Rival): Promise<MirrorError> {
    const ours = await this.#mirror.store.get(`anchors/${n}.json`);
    return this.#equivocation({ what: 'anchors', ours: ours ?? bytes, other: bytes });
  }

  /**
   * The server's records do not follow ours: a lie of the server, or a second history that the provinces
   * signed? If a log from its first record on leads to the attested head, it is the latter.
   */
  async #leavingOurs(
    { url, checkpoint }: Candidate,
    ledger: Ledger,
  ): Promise<readonly LedgerRecord[] | undefined> {
    for (const head of checkpoint.heads) {
      const held = ledger.count(head.log, head.id);
      const records = held > 0 && head.seq > held ? await this.#contradiction(url, head, ledger) : undefined;
      if (records) return records;
    }
    return undefined;
  }

  async #contradiction(
    url: string,
    head: Head,
    ledger: Ledger,
  ): Promise<readonly LedgerRecord[] | undefined> {
    const fetcher = new PageFetcher(this.#mirror, this.source, url);
    const held = ledger.count(head.log, head.id);
    try {
      // From the attested head back to ours, over hashes only.
      const { records } = await fetcher.update(head, held);
      let hash = zeroHash;
      for (const [i, record] of records.entries()) {
        if (i > 0 && record.prev !== hash) return undefined;
        hash = await recordHash(record);
      }
      const leaves = records[0]?.prev !== ledger.hash(head.log, head.id, held);
      return hash === head.hash && leaves ? records : undefined;
    } catch (error) {
      if (error instanceof MirrorError) return undefined;
      throw error;
    } finally {
      await fetcher.discard();
    }
  }
}

/** Whether a server's checkpoint, or the trust anchors up to it, did not hold. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof MirrorError && (error.code === 'CHECKPOINT_REFUSED' || error.code === 'ANCHOR_REFUSED')
  );
}

/** The network's log must name the very trust anchor that the checkpoint was verified under. */
async function checkAnchor({ registry }: Ledger, { anchors }: Candidate): Promise<void> {
  const anchor = anchors.at(-1);
  if (
    !anchor ||
    !registry.anchor ||
    (await trustAnchorId(registry.anchor)) !== (await trustAnchorId(anchor))
  ) {
    throw new MirrorError('ANCHOR_REFUSED', "the network's log names another trust anchor");
  }
}

/**
 * Brings a mirror up to date from servers that need not be trusted: takes the newest checkpoint that holds,
 * fetches what is missing, replays it, and puts it in place only when everything fits. A cut in the middle
 * leaves the old state; the next sync goes on from the pages that were kept.
 * Never throws for what a server does: read `outcome` and `problems`.
 * @throws what the store throws; faults of servers are in the report
 */
export function syncMirror(mirror: Mirror, options: SyncOptions): Promise<SyncReport> {
  return mirror.exclusively(() => new Sync(mirror, options).run());
}
