import { trustAnchorId } from '../formats/trust-anchor.js';
import { zeroHash } from '../formats/entry.js';
import { recordHash } from '../formats/records.js';
import type { Head } from '../formats/heads.js';
import { fetchCandidate } from './candidates.js';
import type { Candidate } from './candidates.js';
import type { Checkpoint } from './checkpoint.js';
import { MirrorError } from './error.js';
import type { MirrorErrorCode } from './error.js';
import { Ledger } from './ledger.js';
import type { AsOf, Mirror } from './mirror.js';
import { PageFetcher } from './pages.js';
import { fetchQrLists } from './qr-lists.js';
import { FeedSource } from './source.js';
import type { SourceOptions } from './source.js';

export type SyncOptions = SourceOptions;

export interface SyncProblem {
  readonly url: string;
  readonly code: MirrorErrorCode;
  readonly message: string;
}

export interface SyncReport {
  /** `updated`: a newer checkpoint was adopted; `current`: the one held is the newest offered; `failed`: no server could be used. */
  readonly outcome: 'updated' | 'current' | 'failed';
  readonly asOf: AsOf | undefined;
  /** Bytes received. */
  readonly bytes: number;
  /** What each server did wrong. */
  readonly problems: readonly SyncProblem[];
  /** True: enough provinces signed two different histories. The evidence is in the store; tell everybody. */
  readonly equivocation: boolean;
}

type Standing = 'ahead' | 'same' | 'behind' | 'forked';

/** How a checkpoint stands to the ledger held. */
function standing(ledger: Ledger, held: Checkpoint | undefined, { heads }: Checkpoint): Standing {
  let result: Standing = 'same';
  const offered = new Set<string>();
  for (const { log, id, seq, hash } of heads) {
    offered.add(log + id);
    const count = ledger.count(log, id);
    if (seq <= count && ledger.hash(log, id, seq) !== hash) return 'forked';
    if (seq < count) result = 'behind';
    else if (seq > count && result !== 'behind') result = 'ahead';
  }
  const leftOut = held?.heads.some(({ log, id }) => !offered.has(log + id)) ?? false;
  return leftOut ? 'behind' : result;
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
      this.problems.push({ url, code: error.code, message: error.message });
      return undefined;
    }
  }

  #candidate(url: string): Promise<Candidate | undefined> {
    const { anchors } = this.#mirror;
    return this.#guarded(url, () => fetchCandidate(this.source, url, anchors, this.#mirror.clock()));
  }

  async #consider(candidate: Candidate): Promise<'updated' | 'current'> {
    const { checkpoint } = candidate;
    const held = this.#mirror.checkpoint;
    const ledger = this.#mirror.ledger ?? new Ledger();
    const stands = standing(ledger, held, checkpoint);
    if (stands === 'forked') throw await this.#equivocation(checkpoint);
    if (stands === 'behind') {
      await this.#mirror.keepEvidence('stale', checkpoint);
      throw new MirrorError('CHECKPOINT_OLDER', 'serves an older state than this mirror already holds');
    }
    // Of two attestations of one state the newer is kept, and its time: it shows that the peers still sign.
    if (stands === 'same' && held && checkpoint.statement.time <= held.statement.time) return 'current';
    await this.#adopt(candidate, ledger);
    return 'updated';
  }

  async #adopt(candidate: Candidate, ledger: Ledger): Promise<void> {
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
      if (
        error instanceof MirrorError &&
        error.code === 'FEED_MISMATCH' &&
        (await this.#isFork(candidate, ledger))
      ) {
        throw await this.#equivocation(checkpoint);
      }
      throw error;
    }
  }

  async #equivocation(checkpoint: Checkpoint): Promise<MirrorError> {
    await this.#mirror.keepEvidence('fork', checkpoint);
    return new MirrorError(
      'LEDGER_EQUIVOCATION',
      'enough provinces signed a history that contradicts the one held here; the evidence is kept',
    );
  }

  /**
   * The server's records do not follow ours: a lie of the server, or a second history that the provinces
   * signed? If a log from its first record on leads to the attested head, it is the latter.
   */
  async #isFork({ url, checkpoint }: Candidate, ledger: Ledger): Promise<boolean> {
    for (const head of checkpoint.heads) {
      const held = ledger.count(head.log, head.id);
      if (held > 0 && head.seq > held && (await this.#contradicts(url, head, ledger))) return true;
    }
    return false;
  }

  async #contradicts(url: string, head: Head, ledger: Ledger): Promise<boolean> {
    const fetcher = new PageFetcher(this.#mirror, this.source, url);
    try {
      // From the attested head back to ours, over hashes only.
      const { records } = await fetcher.update(head, ledger.count(head.log, head.id));
      let hash = zeroHash;
      for (const [i, record] of records.entries()) {
        if (i > 0 && record.prev !== hash) return false;
        hash = await recordHash(record);
      }
      return (
        hash === head.hash &&
        records[0]?.prev !== ledger.hash(head.log, head.id, ledger.count(head.log, head.id))
      );
    } catch (error) {
      if (error instanceof MirrorError) return false;
      throw error;
    } finally {
      await fetcher.discard();
    }
  }
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
 */
export function syncMirror(mirror: Mirror, options: SyncOptions): Promise<SyncReport> {
  return mirror.exclusively(() => new Sync(mirror, options).run());
}
