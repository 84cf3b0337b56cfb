import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { HolderKey } from './protection.js';

/** A holder of a department, as the rows about them name them. */
export interface HolderRow {
  /** GB 32100 code. */
  readonly issuer: string;
  /** Id of the holder's row. */
  readonly holder: string;
  /** Keyed hash of their number. */
  readonly lookup: Buffer;
}

/** A file of an export. */
export interface ExportedFile {
  /** Path in the archive, with `/`. */
  readonly name: string;
  bytes(): Promise<Uint8Array>;
}

/** What an export has of one kind. */
export interface ExportedData {
  /** Each as JSON. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly files?: readonly ExportedFile[];
}

/**
 * One kind of data that a capability keeps of holders. All kinds are registered in one place, where the service is
 * put together: so whoever erases or exports a holder need not know who keeps what.
 */
export interface HolderData {
  /** As exports name it: `certificates`, `corrections`. */
  readonly kind: string;
  /**
   * Deletes it, before the holder's key: in the transaction of the erasure, with the holder's row locked.
   * @param by who erases, by their stable id
   */
  forget(tx: Transaction, of: HolderRow, by: string): Promise<void>;
  /** All of it, opened. */
  export(database: Queryable, of: HolderRow, key: HolderKey): Promise<ExportedData>;
}
