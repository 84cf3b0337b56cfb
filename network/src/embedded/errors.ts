/** Why the ledger could not start or go on; stable, for programs. */
export type LedgerErrorCode =
  | 'PORT_TAKEN'
  | 'FOLDER_NOT_WRITABLE'
  | 'FOLDER_IN_USE'
  | 'FORMAT_VERSION'
  | 'LEDGER_CORRUPT'
  | 'LEDGER_FOREIGN'
  | 'CONTRACT_MISSING'
  | 'CONTRACT_FAILED'
  | 'LEDGER_HALTED';

/** An error of the embedded ledger: one sentence that says what is wrong and what to do. */
export class EmbeddedLedgerError extends Error {
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedLedgerError';
    this.code = code;
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a Node system error, such as `ENOSPC`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
