import { createVerifier, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Mirror, Report, SyncReport, VerifyOptions } from '@certbridge/verifier-sdk';
import { fromUtf8, trustAnchorId } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { usePageRenderer } from '@certbridge/verifier-sdk/rendering';
import { broughtFeed } from './brought-folder';
import type { BroughtFiles } from './brought-folder';
import { DeviceStore } from './device-store';
import { countingFetch } from './feed-fetch';
import { QuestionFailed, nothingYet } from './messages';
import type { FolderOutcome, Reach, Trouble, WorkerState } from './messages';
import { drawPdf, pixelsOf } from './pictures';
import { follows, offeredAnchor, pinAnchor, pinnedAnchor } from './pinned-anchor';
import type { PinnedAnchor } from './pinned-anchor';
import { StoredReplays } from './stored-replays';

/** Milliseconds after an attempt to reach the feed within which nothing new is expected of another; an open page tries every two minutes. */
const recent = 150_000;
/** How long an answer waits for a sync that is under way: a verdict from old knowledge must not flash up and change. */
const patience = 3_000;

/** Problems of a feed that mean "not reached", as against "reached, and not to be believed". */
const unreachable = 'FEED_UNREACHABLE';

/** Mirror, trust anchor and verifier of this browser; reports its state as it changes. */
export class PageVerifier {
  readonly #report: (state: WorkerState) => void;
  readonly #trust = DeviceStore.open('certbridge-trust');
  readonly #replays = new StoredReplays(DeviceStore.open('certbridge-showings'));
  #state = nothingYet;
  #store: DeviceStore | undefined;
  #mirror: Mirror | undefined;
  #pinned: PinnedAnchor | undefined;
  #syncing: Promise<void> | undefined;
  #lastSync = -Infinity;
  /** Settles when there is something to answer from, or else a first sync came to nothing. */
  readonly #ready: Promise<void>;

  constructor(report: (state: WorkerState) => void) {
    this.#report = report;
    usePageRenderer(drawPdf);
    this.#ready = this.#open();
  }

  async #open(): Promise<void> {
    const pinned = await pinnedAnchor(await this.#trust).catch(() => undefined);
    if (pinned) await this.#believe(pinned);
    const first = this.sync();
    if (!this.#mirror?.ledger) await first;
  }

  /** Opens the mirror that belongs to an anchor: each has one of its own, so that none is ever taken for another's. */
  async #believe(pinned: PinnedAnchor): Promise<void> {
    this.#store = await DeviceStore.open(`certbridge-mirror-${pinned.fingerprint.slice(0, 16)}`);
    this.#pinned = pinned;
    this.#mirror = await openMirror(this.#store, { trustAnchor: pinned.anchor });
    await this.#change({});
  }

  async #pin(offered: TrustAnchor | undefined): Promise<void> {
    if (offered) await this.#believe(await pinAnchor(await this.#trust, offered));
  }

  /** Brings the mirror up to date; never fails; the state says what came of it. */
  sync(): Promise<void> {
    this.#syncing ??= this.#sync().finally(() => (this.#syncing = undefined));
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    await this.#change({ phase: 'syncing', progress: null });
    const offering = offeredAnchor();
    if (!this.#mirror) await this.#pin(await offering);
    const mirror = this.#mirror;
    if (!mirror) {
      await this.#change({ phase: 'settled', reach: 'unreachable', troubles: ['ANCHOR_MISSING'] });
      return;
    }
    const [report, offered] = await Promise.all([this.#update(mirror), offering]);
    this.#lastSync = Date.now();
    const reach = reachOf(report);
    const troubles = await this.#troubles(mirror, report, offered);
    await this.#change({ phase: 'settled', progress: null, reach, troubles });
  }

  /** Brings the mirror up to date from a folder that somebody brought; of the network that says nothing. */
  async syncFrom(files: BroughtFiles): Promise<FolderOutcome> {
    const fetch = broughtFeed(files);
    if (!fetch) return 'foreign';
    while (this.#syncing) await this.#syncing;
    const mirror = this.#mirror;
    if (!mirror) throw new QuestionFailed('ANCHOR_MISSING');
    const report = await locked(() => syncMirror(mirror, { urls: ['https://folder.invalid'], fetch }));
    await this.#change({ troubles: await this.#troubles(mirror, report, undefined) });
    return outcomeOf(report);
  }

  async anchor(): Promise<TrustAnchor> {
    await this.#ready;
    const inForce = this.#mirror?.anchors.at(-1);
    if (!inForce) throw new QuestionFailed('ANCHOR_MISSING');
    return inForce;
  }

  #update(mirror: Mirror): Promise<SyncReport | undefined> {
    const counting = countingFetch(mirror, (progress) => void this.#change({ progress }));
    return locked(() => syncMirror(mirror, { urls: [location.origin], fetch: counting }));
  }

  async #troubles(
    mirror: Mirror,
    report: SyncReport | undefined,
    offered: TrustAnchor | undefined,
  ): Promise<Trouble[]> {
    const refusals = report?.problems.map(({ code }) => code).filter((code) => code !== unreachable) ?? [];
    const known = offered === undefined || (await follows(offered, mirror.anchors));
    const stores = [this.#store, await this.#trust];
    const found: Record<Exclude<Trouble, 'ANCHOR_MISSING' | 'STOPPED'>, boolean> = {
      EQUIVOCATION: mirror.equivocation,
      ANCHOR_DIFFERS: !known,
      CLOCK_BEHIND: refusals.includes('CLOCK_BEHIND'),
      FEED_REFUSED: refusals.some((code) => code !== 'CLOCK_BEHIND' && code !== 'LEDGER_EQUIVOCATION'),
      STORAGE: stores.some((store) => store?.lasting === false),
    };
    return (Object.keys(found) as (keyof typeof found)[]).filter((trouble) => found[trouble]);
  }

  /** Believes the offered anchor in place of the pinned one, if a person knows its fingerprint from elsewhere. */
  async repin(fingerprint: string): Promise<boolean> {
    const offered = await offeredAnchor();
    if (!offered || (await trustAnchorId(offered)) !== fingerprint) return false;
    while (this.#syncing) await this.#syncing;
    this.#syncing = this.#pin(offered).finally(() => (this.#syncing = undefined));
    await this.#syncing;
    await this.sync();
    return true;
  }

  async evidence(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const name of (await this.#store?.list('evidence/')) ?? []) {
      const bytes = await this.#store?.get(name);
      if (bytes) found[name] = fromUtf8(bytes);
    }
    return found;
  }

  async checkCode(text: string, options: VerifyOptions): Promise<Report> {
    return (await this.#verifier()).verifyQr(text, options);
  }

  /** A PDF by its first bytes; anything else is taken for a picture. */
  async checkFile(bytes: Uint8Array, options: VerifyOptions): Promise<Report> {
    const verifier = await this.#verifier();
    if (isPdf(bytes)) return this.#withForks(await verifier.verifyPdf(bytes, options));
    return verifier.verifyImage(await pixelsOf(bytes), options);
  }

  /** A receipt, too, can prove that the provinces signed two histories; no sync has told of that. */
  async #withForks(report: Report): Promise<Report> {
    const { troubles } = this.#state;
    if (this.#mirror?.equivocation && !troubles.includes('EQUIVOCATION')) {
      await this.#change({ troubles: ['EQUIVOCATION', ...troubles] });
    }
    return report;
  }

  async #verifier() {
    await this.#ready;
    await this.#refresh();
    if (!this.#mirror) throw new QuestionFailed('ANCHOR_MISSING');
    const { trustAnchor } = this.#mirror;
    return createVerifier({ trustAnchor, mirror: this.#mirror, replays: this.#replays });
  }

  async #refresh(): Promise<void> {
    if (Date.now() - this.#lastSync < recent) return;
    const enough = new Promise((resolve) => setTimeout(resolve, patience));
    await Promise.race([this.sync(), enough]);
  }

  async #change(change: Partial<WorkerState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    const inForce = this.#mirror?.anchors.at(-1);
    if (this.#mirror && this.#pinned && inForce) {
      const trust = {
        fingerprint: await trustAnchorId(inForce),
        threshold: inForce.threshold,
        provinces: inForce.provinces.map(({ mspId, name }) => ({ mspId, name })),
        pinnedAt: this.#pinned.pinnedAt,
      };
      this.#state = { ...this.#state, trust, knows: this.#mirror.asOf ?? null };
    }
    this.#report(this.#state);
  }
}

/** Two pages open at once must not write to one store at once; a page that hangs must not stop all others. */
async function locked(run: () => Promise<SyncReport>): Promise<SyncReport | undefined> {
  const signal = AbortSignal.timeout(20_000);
  return navigator.locks.request('certbridge-mirror', { signal }, run).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return undefined;
  });
}

function outcomeOf(report: SyncReport | undefined): FolderOutcome {
  if (report && report.outcome !== 'failed') return report.outcome;
  const codes = report?.problems.map(({ code }) => code) ?? [];
  if (codes.includes('CHECKPOINT_OLDER')) return 'older';
  return codes.includes('CLOCK_BEHIND') ? 'clock' : 'refused';
}

function reachOf(report: SyncReport | undefined): Reach {
  if (report && report.outcome !== 'failed') return 'reached';
  return report?.problems.some(({ code }) => code !== unreachable) ? 'refused' : 'unreachable';
}

/** Readers look for the header within the first 1024 bytes (ISO 32000-1 annex H, note 13). */
function isPdf(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 1024)).includes('%PDF-');
}
