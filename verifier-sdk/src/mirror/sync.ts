import type { Page } from '../formats/feed.js';
import type { Head } from '../formats/heads.js';
import { fetchCandidate } from './candidates.js';
import type { Candidate } from './candidates.js';
import { anchorNotOnLedger, checkAnchor } from './anchor-on-ledger.js';
import type { LogUpdate } from './chain.js';
import type { Checkpoint } from './checkpoint.js';
import { MirrorError } from './error.js';
import type { MirrorErrorCode, MirrorReason } from './error.js';
import type { Fork } from './evidence.js';
import { anchorName } from './files.js';
import type { Rival } from './held-anchors.js';
import { ReplayedLedger } from './ledger.js';
import type { Ledger, LogState } from './ledger.js';
import type { AsOf, Mirror } from './mirror.js';
import { PageFetcher } from './pages.js';
import type { Fetched } from './pages.js';
import { fetchQrLists } from './qr-lists.js';
import type { QrListsOf } from './qr-lists.js';
import { FeedSource } from './source.js';
import type { SourceOptions } from './source.js';

/** What a mirror is synced from, and with what. */
export interface SyncOptions extends SourceOptions {
  /**
   * Of which keys the lists of anchored QR codes are fetched, 16 bytes a certificate: of revoked ones unless
   * given. For verifiers whose policy is to `requireAnchoring` of QR codes: `all-keys`.
   */
  readonly qrLists?: QrListsOf;
  /**
   * Whether the log of an issuer (GB 32100 code) is wanted; all are unless given. The network's and the provinces'
   * logs are always fetched. What is not fetched is stale until a sync wants it: on a slow line, sync first what
   * you see every day, then all.
   */
  readonly issuers?: (code: string) => boolean;
}

/** What one server did wrong. */
export interface SyncProblem {
  /** Of the server. */
  readonly url: string;
  /** Stable: what was wrong. */
  readonly code: MirrorErrorCode;
  /** Stable: the check that it did not pass; absent where the code says all. */
  readonly reason?: MirrorReason;
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
  /** How many of the lists of anchored QR codes that were wanted no server had; see `qrLists` of {@link SyncOptions}. */
  readonly qrListsLacking: number;
  /** What each server did wrong. */
  readonly problems: readonly SyncProblem[];
  /** True: enough provinces signed two different histories. The evidence is in the store: send it to every province. */
  readonly equivocation: boolean;
}

type Relation = 'ahead' | 'same' | 'behind' | 'forked';

/**
 * How a checkpoint relates to what is held. Heads are read together at one height, and logs only grow: of two
 * states of one history one has every log at least as long as the other.
 */
function relation(ledger: Ledger | undefined, held: Checkpoint | undefined, { heads }: Checkpoint): Relation {
  const ours = new Map(held?.heads.map((head) => [nameOf(head), head]));
  const offered = new Set(heads.map(nameOf));
  let isAhead = false;
  let isBehind = [...ours.keys()].some((name) => !offered.has(name));
  for (const head of heads) {
    const our = ours.get(nameOf(head));
    const known = our?.seq === head.seq ? our.hash : ledger?.hash(head.log, head.id, head.seq);
    if (known !== undefined && known !== head.hash) return 'forked';
    const length = our?.seq ?? 0;
    isAhead ||= head.seq > length;
    isBehind ||= head.seq < length;
  }
  if (isAhead && isBehind) return 'forked';
  if (isBehind) return 'behind';
  return isAhead ? 'ahead' : 'same';
}

class Sync {
  readonly problems: SyncProblem[] = [];
  readonly source: FeedSource;
  readonly #mirror: Mirror;
  readonly #qrLists: QrListsOf;
  readonly #isWanted: (code: string) => boolean;
  /** The server whose checkpoint was adopted, and that was asked for all that it lacks. */
  #adopted: string | undefined;

  constructor(mirror: Mirror, options: SyncOptions) {
    this.#mirror = mirror;
    this.#qrLists = options.qrLists ?? 'revoked-keys';
    this.#isWanted = options.issuers ?? (() => true);
    this.source = new FeedSource(options, true);
  }

  async run(): Promise<SyncReport> {
    const offered = await Promise.all(this.source.urls.map((url) => this.#candidate(url)));
    const candidates = offered.filter((candidate) => candidate !== undefined);
    const timeOf = ({ checkpoint }: Candidate): number => Date.parse(checkpoint.statement.time);
    // Whose keys a later trust anchor no longer counts may sign any time.
    candidates.sort((a, b) => b.anchor.n - a.anchor.n || timeOf(b) - timeOf(a));
    let outcome: SyncReport['outcome'] = 'failed';
    for (const candidate of candidates) {
      const result = await this.#guarded(candidate.url, () => this.#consider(candidate));
      if (outcome === 'failed' || result === 'updated') outcome = result ?? outcome;
    }
    // What one server lacks, another of the same history may have: every log is checked against the attested heads.
    for (const { url, checkpoint } of candidates) {
      if (url === this.#adopted || this.#relation(checkpoint) === 'forked') continue;
      if (await this.#guarded(url, () => this.#complete(url))) outcome = 'updated';
    }
    if (outcome !== 'failed')
      for (const { url } of candidates)
        await this.#guarded(url, () => this.#compareAnchors(url, 'renewAnchors'));
    const qrListsLacking =
      outcome === 'failed' ? 0 : await fetchQrLists(this.#mirror, this.source, this.#qrLists);
    const { asOf, equivocation } = this.#mirror;
    const { problems } = this;
    return { outcome, asOf, bytes: this.source.received, qrListsLacking, problems, equivocation };
  }

  /** Whatever a server, or a province by what it wrote, does is told and not thrown. */
  async #guarded<T>(url: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      this.#tell(url, error);
      return undefined;
    }
  }

  #tell(url: string, { code, reason, message, evidence }: MirrorError): void {
    this.problems.push({
      ...{ url, code, ...(reason !== undefined && { reason }), message },
      ...(evidence !== undefined && { evidence }),
    });
  }

  #candidate(url: string): Promise<Candidate | undefined> {
    const { anchors } = this.#mirror;
    return this.#guarded(url, async () => {
      try {
        return await fetchCandidate(this.source, url, anchors, this.#mirror.clock());
      } catch (error) {
        if (isRefusal(error)) await this.#compareAnchors(url, 'findRival');
        throw error;
      }
    });
  }

  async #consider(candidate: Candidate): Promise<'updated' | 'current'> {
    const { checkpoint } = candidate;
    const held = this.#mirror.checkpoint;
    const offered = this.#relation(checkpoint);
    if (offered === 'forked') throw await this.#equivocation({ what: 'checkpoints', other: checkpoint });
    if (offered === 'behind') {
      const evidence = await this.#mirror.keepStale(checkpoint);
      throw new MirrorError('CHECKPOINT_OLDER', 'serves an older state than this mirror already holds', {
        evidence,
      });
    }
    // Nor is it of an older trust anchor then: the network's log named a later one.
    if (this.#mirror.anchors.some(({ n }) => n > candidate.anchor.n)) throw anchorNotOnLedger();
    // Of two attestations of one state the newer is kept, and its time: it shows that the peers still sign.
    if (offered === 'same' && held && checkpoint.statement.time <= held.statement.time) return 'current';
    await this.#adopt(candidate);
    return 'updated';
  }

  #relation(checkpoint: Checkpoint): Relation {
    return relation(this.#mirror.replayed, this.#mirror.checkpoint, checkpoint);
  }

  #fetcher(url: string): PageFetcher {
    return new PageFetcher(this.#mirror.store, this.source, url, this.#mirror.trustAnchor);
  }

  /** The logs that lack something that was asked for. */
  #wanted(ledger: ReplayedLedger, { heads }: Checkpoint): Head[] {
    return ledger.behind(heads).filter(({ log, id }) => log !== 'i' || this.#isWanted(id));
  }

  /** Gets what is lacking of the logs; tells what is wrong with each of those that cannot be had. */
  async #fetch(url: string, ledger: ReplayedLedger, checkpoint: Checkpoint): Promise<Fetched[]> {
    const fetched = await this.#fetcher(url).logs(ledger, this.#wanted(ledger, checkpoint));
    for (const one of fetched) {
      if (!one.error) continue;
      if (one.state === 'refused') await this.#demandOneHistory(url, checkpoint, one.head, ledger);
      this.#tell(url, one.error);
    }
    return fetched;
  }

  async #adopt(candidate: Candidate): Promise<void> {
    const { checkpoint, url, anchors, anchorFiles } = candidate;
    const ledger = this.#mirror.replayed ?? new ReplayedLedger();
    const fetched = await this.#fetch(url, ledger, checkpoint);
    const updates = updatesOf(fetched);
    // A server that answers nothing more leaves what is held as it is.
    if (updates.length === 0 && fetched.some(({ error }) => error?.code === 'FEED_UNREACHABLE')) {
      throw new MirrorError('FEED_UNREACHABLE', 'none of the logs could be got');
    }
    const next = await ledger.with(updates);
    next.stand(checkpoint.heads, statesOf(fetched));
    await checkAnchor(next, anchors);
    await this.#mirror.adopt({ checkpoint, ledger: next, anchors, anchorFiles }, openPages(fetched));
    this.#adopted = url;
  }

  /** Gets logs that lag behind the checkpoint held from one more server; whether any came. */
  async #complete(url: string): Promise<boolean> {
    const { checkpoint, replayed: ledger, anchors } = this.#mirror;
    if (!checkpoint || !ledger) return false;
    const fetched = await this.#fetch(url, ledger, checkpoint);
    const updates = updatesOf(fetched);
    if (updates.length === 0) return false;
    const next = await ledger.with(updates);
    next.stand(checkpoint.heads, statesOf(fetched));
    await checkAnchor(next, anchors);
    await this.#mirror.adopt(
      { checkpoint, ledger: next, anchors, anchorFiles: new Map() },
      openPages(fetched),
    );
    return true;
  }

  /** @throws MirrorError `LEDGER_EQUIVOCATION` */
  async #compareAnchors(url: string, how: 'findRival' | 'renewAnchors'): Promise<void> {
    if (this.#mirror.anchors.length === 1) return;
    const { [how]: compare } = await import('./held-anchors.js');
    const rival = await compare(this.source, url, this.#mirror);
    if (rival) throw await this.#rival(rival);
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
    const ours = await this.#mirror.store.get(anchorName(n));
    return this.#equivocation({ what: 'anchors', ours: ours ?? bytes, other: bytes });
  }

  /**
   * A server's records of a log do not follow ours: a lie of the server, or a second history that the provinces
   * signed? If they lead to the attested head from something else than our end, it is the latter.
   * @throws MirrorError `LEDGER_EQUIVOCATION`
   */
  async #demandOneHistory(
    url: string,
    checkpoint: Checkpoint,
    head: Head,
    ledger: ReplayedLedger,
  ): Promise<void> {
    if (ledger.count(head.log, head.id) === 0) return;
    const records = await this.#fetcher(url).contradiction(ledger, head);
    if (records) throw await this.#equivocation({ what: 'checkpoints', other: checkpoint, records });
  }
}

const updatesOf = (fetched: readonly Fetched[]): LogUpdate[] =>
  fetched.flatMap(({ update }) => (update ? [update] : []));

function statesOf(fetched: readonly Fetched[]): ReadonlyMap<string, LogState> {
  return new Map(fetched.flatMap(({ head, state }) => (state ? [[nameOf(head), state] as const] : [])));
}

const nameOf = ({ log, id }: Head): string => `${log} ${id}`;

function openPages(fetched: readonly Fetched[]): readonly Page[] {
  return fetched.flatMap(({ open }) => (open ? [open] : []));
}

/** Whether a server's checkpoint, or the trust anchors up to it, did not hold. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof MirrorError && (error.code === 'CHECKPOINT_REFUSED' || error.code === 'ANCHOR_REFUSED')
  );
}

/**
 * Brings a mirror up to date from servers that need not be trusted: takes the newest checkpoint that holds,
 * fetches what is missing and replays it, each log by itself and only up to its attested head. A log that cannot
 * be had makes what depends on it stale and nothing else; the next sync goes on from the pages that were kept.
 * Never throws for what a server or a province does: read `outcome` and `problems`.
 *
 * @throws MirrorError `STORE_DAMAGED`, or FormatError, for what the mirror's own store has lost or changed
 */
export function syncMirror(mirror: Mirror, options: SyncOptions): Promise<SyncReport> {
  return mirror.exclusively(() => new Sync(mirror, options).run());
}
