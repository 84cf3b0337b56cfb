/** Inputs by what is right, or wrong, with them; bytes in hex. */
export interface Form {
  readonly accepted: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
}
