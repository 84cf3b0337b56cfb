/** What an upload may be at most. */
export interface IntakeLimits {
  readonly csvBytes: number;
  readonly zipBytes: number;
  readonly rows: number;
  readonly photoBytes: number;
  /** Uncompressed size to compressed size of any one file in a ZIP. */
  readonly ratio: number;
  /** Rows of a workbook below its header; 20,000 rows of 15 cells took 8 s and 300 MiB. */
  readonly spreadsheetRows: number;
  /** Bytes of a workbook unpacked. */
  readonly spreadsheetBytes: number;
  /** Of the thread that reads it, in MiB. */
  readonly spreadsheetMemory: number;
  /** Milliseconds after which that thread is ended. */
  readonly spreadsheetTime: number;
}

export const defaultLimits: IntakeLimits = {
  csvBytes: 64 * 1024 * 1024,
  zipBytes: 2 * 1024 * 1024 * 1024,
  rows: 100_000,
  photoBytes: 1024 * 1024,
  ratio: 200,
  spreadsheetRows: 20_000,
  spreadsheetBytes: 128 * 1024 * 1024,
  spreadsheetMemory: 1024,
  spreadsheetTime: 180_000,
};
