/** What a relying party asks for. Every member has a default. */
export interface Policy {
  /** How old the newest heartbeat may be, in milliseconds; 24 hours. */
  readonly maxStatusAge: number;
  /** Whether an unknown or stale status leaves the verdict open; true. */
  readonly requireStatus: boolean;
  /**
   * Whether anchoring must be proved. Unless set: of a PDF yes, of a QR code and a presentation no, which
   * cannot carry their proof (a stolen key then shows only once it is revoked). Of QR codes it is proved by the
   * lists that a sync with `qrLists: 'all-keys'` fetches: what is on none of them is `NOT_ANCHORED`, also when it
   * was anchored since the last sync.
   */
  readonly requireAnchoring: boolean | undefined;
  /** Whether a PDF's timestamp must be there and readable, and of one of the `timestampRoots` if these are given; true. */
  readonly requireTimestamp: boolean;
  /** How far clocks may differ, in milliseconds; 5 minutes. */
  readonly clockSkew: number;
}

/** The policy of a verifier that is given none. */
export const defaultPolicy: Policy = {
  maxStatusAge: 24 * 3_600_000,
  requireStatus: true,
  requireAnchoring: undefined,
  requireTimestamp: true,
  clockSkew: 5 * 60_000,
};
