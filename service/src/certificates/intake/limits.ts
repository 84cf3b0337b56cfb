/** What an upload may be at most. */
export interface IntakeLimits {
  readonly csvBytes: number;
  readonly zipBytes: number;
  readonly rows: number;
  readonly photoBytes: number;
  /** Uncompressed size to compressed size of any one file in a ZIP. */
  readonly ratio: number;
}

export const defaultLimits: IntakeLimits = {
  csvBytes: 64 * 1024 * 1024,
  zipBytes: 2 * 1024 * 1024 * 1024,
  rows: 100_000,
  photoBytes: 1024 * 1024,
  ratio: 200,
};
