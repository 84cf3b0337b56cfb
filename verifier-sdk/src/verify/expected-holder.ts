/** Whom the window has before it, from an identity document or by hand; compared with what the certificate says. */
export interface ExpectedHolder {
  /** As on the identity document; compared by its written form, so that it matches however it is typed. */
  readonly name?: string;
  /** Unmasked; spaces, wide characters and a lower-case x do not matter. */
  readonly number?: string;
}
