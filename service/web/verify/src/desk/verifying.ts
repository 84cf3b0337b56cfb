import { createVerifier, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Fetch, Mirror, Report, SyncReport } from '@certbridge/verifier-sdk';
import { trustAnchorId } from '@certbridge/verifier-sdk/formats';
import type { Standing, Trouble } from './messages';
import { openStores } from './open-store';
import { follows, offeredAnchor, pinAnchor, pinnedAnchor } from './pinned-anchor';
import type { PinnedAnchor } from './pinned-anchor';
import { pixelsOf } from './pictures';

type Tell = (standing: Standing) => void;

const unknownStanding: Standing = {
  phase: 'opening',
  reached: null,
  trust: null,
  knows: null,
  trouble: null,
};

/** Problems of a feed that mean "not reached", as against "reached, and not to be believed". */
const unreachable = 'FEED_UNREACHABLE';

/** The browser's own cache must not make an old state look like the newest. */
const fresh: Fetch = (url, init) =>
  fetch(url, { ...init, cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer' });

/** Mirror, trust anchor and verifier of this browser, and what is told about them. */
export class VerifyingDesk {
  readonly #tell: Tell;
  #standing = unknownStanding;
  #mirror: Mirror | undefined;
  #pinned: PinnedAnchor | undefined;
  #lasting = true;
  /** Settles when the desk knows all it can know for now: what it held, or else a first sync. */
  readonly #ready: Promise<void>;
  #syncing: Promise<void> | undefined;

  constructor(tell: Tell) {
    this.#tell = tell;
    this.#ready = this.#open();
  }

  async #open(): Promise<void> {
    const stores = await openStores();
    this.#lasting = stores.lasting;
    this.#pinned = await pinnedAnchor(stores.trust);
    if (!this.#pinned) {
      const offered = await offeredAnchor();
      if (!offered) {
        this.#say({ phase: 'settled', reached: false, trouble: 'ANCHOR_MISSING' });
        return;
      }
      this.#pinned = await pinAnchor(stores.trust, offered);
    }
    this.#mirror = await openMirror(stores.mirror, { trustAnchor: this.#pinned.anchor });
    await this.#sayMirror({});
    const first = this.sync();
    if (!this.#mirror.ledger) await first;
  }

  /** Brings the mirror up to date; never fails, and tells what came of it. */
  sync(): Promise<void> {
    this.#syncing ??= this.#sync().finally(() => (this.#syncing = undefined));
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    const mirror = this.#mirror;
    if (!mirror) return;
    this.#say({ phase: 'syncing' });
    // Two pages open at once must not write to one store at once.
    const [report, offered] = await Promise.all([
      navigator.locks.request('certbridge-mirror', () =>
        syncMirror(mirror, { urls: [location.origin], fetch: fresh }),
      ),
      offeredAnchor(),
    ]);
    const known = offered === undefined || (await follows(offered, mirror.anchors));
    const reached = report.outcome !== 'failed' || report.problems.some(({ code }) => code !== unreachable);
    await this.#sayMirror({
      phase: 'settled',
      reached,
      trouble: known ? this.#trouble(report) : 'ANCHOR_DIFFERS',
    });
  }

  #trouble(report: SyncReport): Trouble | null {
    if (report.problems.some(({ code }) => code !== unreachable)) return 'FEED_REFUSED';
    return this.#lasting ? null : 'STORAGE';
  }

  async checkCode(text: string): Promise<Report> {
    return (await this.#verifier()).verifyQr(text);
  }

  /** A PDF by its first bytes; anything else is taken for a picture. */
  async checkFile(bytes: Uint8Array): Promise<Report> {
    const verifier = await this.#verifier();
    if (isPdf(bytes)) return verifier.verifyPdf(bytes);
    return verifier.verifyImage(await pixelsOf(bytes));
  }

  async #verifier() {
    await this.#ready;
    if (!this.#mirror) throw new Error('ANCHOR_MISSING');
    return createVerifier({ trustAnchor: this.#mirror.trustAnchor, mirror: this.#mirror });
  }

  async #sayMirror(change: Partial<Standing>): Promise<void> {
    const inForce = this.#mirror?.anchors.at(-1);
    if (!this.#mirror || !this.#pinned || !inForce) return;
    const { asOf } = this.#mirror;
    const trust = {
      fingerprint: await trustAnchorId(inForce),
      threshold: inForce.threshold,
      provinces: inForce.provinces.map(({ mspId, name }) => ({ mspId, name })),
      pinnedAt: this.#pinned.pinnedAt,
    };
    this.#say({ ...change, trust, knows: asOf ? { beat: asOf.beat, checkpoint: asOf.checkpoint } : null });
  }

  #say(change: Partial<Standing>): void {
    this.#standing = { ...this.#standing, ...change };
    this.#tell(this.#standing);
  }
}

function isPdf(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';
}
