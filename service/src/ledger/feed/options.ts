import type { Database } from '../../platform/database/index.js';
import type { Ledger } from '../adapter/index.js';

export interface FeedOptions {
  /** Any province's client: the feed shows what all of them see. */
  readonly ledger: Ledger;
  /** For the QR lists of the issuers of this service. */
  readonly database: Database;
  /** The feed is written to `<folder>/feed/…`, in the shape in which it is served: any web server can do that. */
  readonly folder: string;
  /** Told of what is tried again. */
  readonly onTrouble?: (error: unknown) => void;
  /** Milliseconds between two checkpoints at least; 500 unless set. */
  readonly pace?: number;
}
