import { PublishedLists } from './published-lists.js';
import type { PublishedList } from './published-lists.js';
import { LIST_BACKDATED_MS, certifiedBy, datesOf, issueCrl, revokedIn } from './x509.js';
import type { Authority, RevokedCertificate } from './x509.js';

/** A list is replaced long before its end, so that what is written into a certificate stays good for weeks. */
const RENEW_BEFORE_MS = 20 * 86_400_000;

interface Held extends PublishedList {
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** How many certificates it names. */
  readonly revoked: number;
}

/** The revocation list of an authority that counts now, which all replicas issue together. */
export class CurrentList {
  readonly #authority: Authority;
  readonly #days: number;
  readonly #published: PublishedLists;
  #held: Held | undefined;

  /** @param dir of all its lists @param days for which each is good */
  constructor(authority: Authority, dir: string, days: number) {
    this.#authority = authority;
    this.#days = days;
    this.#published = new PublishedLists(dir);
  }

  get crl(): Uint8Array {
    return this.#held?.crl ?? new Uint8Array();
  }

  /**
   * Issues another where it lacks what was revoked, nears its end, or is older than a certificate of which it is to
   * tell: validators take no such list. Cheap otherwise.
   */
  async renew(
    revokedNow: () => Promise<readonly RevokedCertificate[]>,
    certificate: Uint8Array,
  ): Promise<void> {
    const from = notBeforeOf(certificate);
    // Under a clock that is behind the certificate's a new list helps nothing.
    const youngest = Date.now() - LIST_BACKDATED_MS;
    const isGood = (list: Held | undefined, revoked: readonly unknown[]): boolean =>
      list !== undefined &&
      // What is revoked only grows.
      list.revoked >= revoked.length &&
      list.nextUpdate - Date.now() >= RENEW_BEFORE_MS &&
      (list.thisUpdate >= from || from > youngest);
    if (isGood(this.#held, await revokedNow())) return;
    for (;;) {
      const newest = await this.#published.newest();
      // Read after the list that another may follow: a later one never lacks what an earlier one has.
      const revoked = await revokedNow();
      const held = newest && heldOf(newest);
      if (isGood(held, revoked)) {
        this.#held = held;
        return;
      }
      const number = Math.max((newest?.number ?? 0) + 1, Math.floor(Date.now() / 1000));
      const crl = await issueCrl(this.#authority, revoked, { days: this.#days, number });
      // Of several replicas that issue one at once, one takes the number; the others look at its list.
      if (!(await this.#published.add({ number, crl }))) continue;
      this.#held = heldOf({ number, crl });
      return;
    }
  }
}

/** Read once: this is asked for every document. */
const begun = new WeakMap<Uint8Array, number>();

function notBeforeOf(certificate: Uint8Array): number {
  const known = begun.get(certificate) ?? certifiedBy(certificate).notBefore.getTime();
  begun.set(certificate, known);
  return known;
}

const heldOf = (list: PublishedList): Held => ({
  ...list,
  ...datesOf(list.crl),
  revoked: revokedIn(list.crl),
});
