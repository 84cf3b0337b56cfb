import type { Database } from '../../platform/database/index.js';
import type { Ledger, ProvableKey } from '../adapter/index.js';

export interface AnchoringOptions {
  readonly database: Database;
  /** For the connection that listens and holds the writer's lock. */
  readonly databaseUrl: string;
  /** The ledger as one province's client; that province's issuers are written with it. */
  readonly ledger: Ledger;
  /** For the proof that an issuer has its key. */
  readonly signer: (kid: string) => ProvableKey | Promise<ProvableKey>;
  /** Told of what is tried again, and for which issuer where it is one's. */
  readonly onTrouble?: (error: unknown, issuer?: string) => void;
  /** An entry is sent when it has this many items, 1,000 unless set, … */
  readonly size?: number;
  /** … or when its oldest item has waited this many milliseconds, 1,000 unless set. */
  readonly age?: number;
  /**
   * Most bytes of an entry that anchors, 1,024 unless set: no more than the renderer reckons with for receipts.
   * Only renewals make entries that long.
   */
  readonly entryBytes?: number;
}
