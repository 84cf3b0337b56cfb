import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

/** The contract refused, and all endorsers that were asked agree: sending the same again is of no use. */
export class LedgerRefusal extends Problem {
  constructor(code: string, sentence: string, options: { cause?: unknown } = {}) {
    super('conflict', code, { zh: `账本没有接受（${code}）。`, en: sentence }, options);
  }
}

/** The ledger could not be reached, or could not settle the call in time. Try later. */
export class LedgerUnavailable extends Problem {
  /**
   * Whether the transaction may still be committed. Sending again is safe all the same: the contract
   * recognises what it has already.
   */
  readonly pending: boolean;

  constructor(sentence: string, options: { cause?: unknown; pending?: boolean } = {}) {
    super(
      'unavailable',
      'LEDGER_UNAVAILABLE',
      { zh: '账本现在不能答复：请稍后再试。', en: sentence },
      options,
    );
    this.pending = options.pending ?? false;
  }
}

/** The ledger file, or what it names, cannot be used. */
export class LedgerFileError extends Problem {
  constructor(words: Words, options: { cause?: unknown } = {}) {
    super('invalid', 'LEDGER_FILE_INVALID', words, options);
  }
}
