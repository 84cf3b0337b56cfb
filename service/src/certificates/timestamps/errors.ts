import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

/** Codes of {@link TimestampError}. `TIMESTAMP_CLOCKS_DIFFER`: an authority that is trusted says another time than the clock here. */
export type TimestampErrorCode =
  'TIMESTAMP_UNREACHABLE' | 'TIMESTAMP_REFUSED' | 'TIMESTAMP_WRONG' | 'TIMESTAMP_CLOCKS_DIFFER';

/** An authority gave no timestamp, or one that does not say what was asked: nothing that is to be stamped is at fault. */
export class TimestampError extends Problem {
  declare readonly code: TimestampErrorCode;
  declare readonly words: Words;

  constructor(code: TimestampErrorCode, words: Words, options?: { readonly cause?: unknown }) {
    super('unavailable', code, words, options);
  }
}
