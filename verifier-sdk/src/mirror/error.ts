/** Why a feed, or what a store holds, was refused; stable, never reused. */
export type MirrorErrorCode =
  | 'FEED_UNREACHABLE'
  | 'FEED_TOO_LARGE'
  | 'FEED_SHORT'
  | 'FEED_MALFORMED'
  | 'FEED_MISMATCH'
  | 'CHECKPOINT_REFUSED'
  | 'CHECKPOINT_OLDER'
  | 'CLOCK_BEHIND'
  | 'UPDATE_NEEDED'
  | 'LEDGER_EQUIVOCATION'
  | 'ANCHOR_REFUSED'
  | 'STORE_DAMAGED'
  | 'MISUSE';

/** What a feed or a store holds was refused; `evidence` names what was kept of a proven lie. */
export class MirrorError extends Error {
  /** Stable: what was refused. */
  readonly code: MirrorErrorCode;
  /** The store's name of what was kept as proof. */
  readonly evidence: string | undefined;

  constructor(code: MirrorErrorCode, message: string, options?: ErrorOptions & { evidence?: string }) {
    super(message, options);
    this.name = 'MirrorError';
    this.code = code;
    this.evidence = options?.evidence;
  }
}
