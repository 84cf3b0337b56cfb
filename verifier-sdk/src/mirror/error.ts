import { AttestationError } from '../attestation/error.js';
import type { AttestationErrorCode } from '../attestation/error.js';
import { FormatError } from '../formats/error.js';
import type { FormatErrorCode } from '../formats/error.js';

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

/** Which rule was broken, where neither an attestation nor a format says so by a code of its own; stable, never reused. */
export type MirrorRule =
  | 'HEADS_INCOMPLETE'
  | 'RECORD_OUT_OF_CHAIN'
  | 'RECORD_OF_ANOTHER_NETWORK'
  | 'RECORD_CHANGED'
  | 'PAGE_OF_ANOTHER_LOG'
  | 'PAGE_CUT_ELSEWHERE'
  | 'HEAD_NOT_REACHED'
  | 'ANCHOR_MISSING'
  | 'ANCHOR_OF_ANOTHER_NETWORK'
  | 'ANCHOR_OUT_OF_TURN'
  | 'ANCHOR_NOT_ON_LEDGER'
  | 'ANCHOR_BEFORE_PINNED'
  | 'TOO_MANY_ANCHORS'
  | 'FILE_MISSING';

/** Why a feed, or what a store holds, was refused, as exactly as it can be told: of all refusals each has its own. */
export type MirrorReason = MirrorRule | AttestationErrorCode | FormatErrorCode | MirrorErrorCode;

/** The code of what caused a refusal. */
function reasonOf(cause: unknown): MirrorReason | undefined {
  if (cause instanceof MirrorError) return cause.reason ?? cause.code;
  return cause instanceof AttestationError || cause instanceof FormatError ? cause.code : undefined;
}

/** What a feed or a store holds was refused; `evidence` names what was kept of a proven lie. */
export class MirrorError extends Error {
  /** Stable: what was refused. */
  readonly code: MirrorErrorCode;
  /** Stable: the check that refused it; undefined where the code says all. */
  readonly reason: MirrorReason | undefined;
  /** The store's name of what was kept as proof. */
  readonly evidence: string | undefined;

  constructor(
    code: MirrorErrorCode,
    message: string,
    options?: ErrorOptions & { reason?: MirrorRule; evidence?: string },
  ) {
    super(message, options);
    this.name = 'MirrorError';
    this.code = code;
    this.reason = options?.reason ?? reasonOf(options?.cause);
    this.evidence = options?.evidence;
  }
}
