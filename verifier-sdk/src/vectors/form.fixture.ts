/** Inputs by what is right, or wrong, with them; bytes in hex. */
export interface Form {
  readonly accepted: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
  /** Of later software: not refused, nor read. */
  readonly later?: Readonly<Record<string, string>>;
}

/** What was written of each of them. */
export const each = <T>(
  all: Readonly<Record<string, T>>,
  write: (one: T) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(all).map(([what, one]) => [what, write(one)]));
