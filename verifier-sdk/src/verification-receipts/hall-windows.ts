import { FormatError } from '../formats/error.js';
import type { HallKeys } from '../formats/hall-keys.js';
import type { HallToken, WindowCertificate, WindowRevocations } from '../formats/hall-tokens.js';
import { jwkThumbprint } from '../formats/jwk.js';
import type { WindowKey } from '../formats/jwk.js';

/** A window's key, as its hall certified it once. */
export interface CertifiedWindowKey {
  /** Whose it is and for how long. */
  readonly key: WindowKey;
  /** SHA-256 (hex) of the trust anchor that the window has pinned. */
  readonly trustAnchor: string;
}

/** The windows of a hall whose keys are pinned: what of the file that it publishes can be believed. */
export class HallWindows {
  /** GB 32100 code of the hall's organisation. */
  readonly code: string;
  /** What the hall is called. */
  readonly name: string;
  /** Revoked windows, and in whose audit tree the hall files. */
  readonly revocations: WindowRevocations;
  readonly #keys: ReadonlyMap<string, WindowKey>;
  readonly #certificates: ReadonlyMap<string, readonly HallToken<WindowCertificate>[]>;

  private constructor(
    { code, name }: HallKeys,
    revocations: WindowRevocations,
    keys: ReadonlyMap<string, WindowKey>,
    certificates: ReadonlyMap<string, readonly HallToken<WindowCertificate>[]>,
  ) {
    this.code = code;
    this.name = name;
    this.revocations = revocations;
    this.#keys = keys;
    this.#certificates = certificates;
  }

  /**
   * Of what a hall publishes, what its pinned keys signed, or those that took their place.
   * @param pinned RFC 7638 thumbprints of the hall's keys, got from the hall itself and not from its server
   * @throws FormatError `HALL_MALFORMED` where no such key signed the list of revoked windows
   */
  static async open(published: HallKeys, pinned: readonly string[]): Promise<HallWindows> {
    const keys = await believed(published, pinned);
    // Auditors read them; windows need not load this.
    const { parseWindowCertificate, parseWindowRevocations } = await import('../formats/hall-tokens.js');
    const list = parseWindowRevocations(published.revocations);
    const signer = keys.get(list.keyId);
    const isOurs = signer && list.claims.hall === published.code && (await list.isSignedBy(signer));
    if (isOurs !== true) {
      throw new FormatError('HALL_MALFORMED', 'no pinned key of the hall signed its list of revoked windows');
    }
    const certificates = new Map<string, HallToken<WindowCertificate>[]>();
    for (const text of published.certificates) {
      const certificate = parseWindowCertificate(text);
      const thumbprint = await jwkThumbprint(certificate.claims.key);
      certificates.set(thumbprint, [...(certificates.get(thumbprint) ?? []), certificate]);
    }
    return new HallWindows(published, list.claims, keys, certificates);
  }

  /**
   * A window's key as the hall certified it for that time, or for another where it did not; undefined: never.
   * @param keyId RFC 7638 thumbprint
   * @param at seconds since 1970
   */
  async certified(keyId: string, at: number): Promise<CertifiedWindowKey | undefined> {
    let other: CertifiedWindowKey | undefined;
    for (const { claims, ...token } of this.#certificates.get(keyId) ?? []) {
      const signer = this.#keys.get(token.keyId);
      if (!signer || claims.hall !== this.code || !(await token.isSignedBy(signer))) continue;
      const { key, name, notBefore: nbf, notAfter: exp, trustAnchor } = claims;
      other = { key: { ...key, name, nbf, exp }, trustAnchor };
      if (nbf <= at && at < exp) return other;
    }
    return other;
  }
}

/** The keys that count now, by their thumbprints: the pinned ones, each until another takes its place. */
async function believed(
  { code, keys, successions = [] }: HallKeys,
  pinned: readonly string[],
): Promise<ReadonlyMap<string, WindowKey>> {
  const { parseHallSuccession } = await import('../formats/hall-tokens.js');
  const published = new Map<string, WindowKey>();
  for (const key of keys) published.set(await jwkThumbprint(key), key);
  const counting = new Map([...published].filter(([thumbprint]) => pinned.includes(thumbprint)));
  for (const text of successions) {
    const { keyId, claims, ...token } = parseHallSuccession(text);
    const [before, next] = [counting.get(keyId), published.get(claims.next)];
    if (!before || !next || claims.hall !== code || !(await token.isSignedBy(before))) continue;
    // Whoever finds the old key later certifies nothing with it.
    counting.delete(keyId);
    counting.set(claims.next, next);
  }
  return counting;
}
