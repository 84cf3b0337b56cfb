import type { Fields } from '../types/index.js';

/** What an application becomes once encrypted: fields and the days of validity. */
export interface EncryptedApplication {
  readonly fields: Fields;
  readonly validFrom: string;
  readonly validUntil: string | null;
  /** Of a purpose-limited copy. */
  readonly limits?: { readonly purpose: string; readonly user: string };
}
