import type { Registry } from 'prom-client';
import type { Database } from '../platform/database/index.js';
import {
  authorityOperations,
  batchOperations,
  certificateOperations,
  feedOperations,
  healthOperations,
  holderOperations,
  previewOperations,
  referenceOperations,
  statusOperations,
} from '../platform/http/index.js';
import type { Operation } from '../platform/http/index.js';
import type { Press } from '../certificates/documents/index.js';
import type { Feed } from '../ledger/feed/index.js';
import type { Issuing } from '../certificates/issuing/index.js';
import type { Ledger } from '../ledger/adapter/index.js';
import type { Settings } from '../platform/settings/index.js';
import type { KeyStore } from '../certificates/signing/index.js';
import type { EmbeddedTimestampAuthority } from '../certificates/timestamps/index.js';
import type { CertificateTypes } from '../certificates/types/index.js';

export interface Capabilities {
  readonly database: Database;
  readonly issuing: Issuing;
  readonly feed: Feed;
  readonly types: CertificateTypes;
  readonly keys: KeyStore;
  readonly press: Press;
  readonly timestamps: EmbeddedTimestampAuthority | undefined;
  readonly ledgers: readonly Ledger[];
  readonly registry: Registry;
  readonly settings: Settings;
}

/** The whole API. */
export function operationsOf(capabilities: Capabilities): Operation[] {
  const { database, issuing, feed, types, keys, press, timestamps, ledgers, registry, settings } =
    capabilities;
  return [
    ...certificateOperations({ issuing, types }),
    ...batchOperations({ issuing, types, uploadLimit: settings.uploadLimit }),
    ...statusOperations({ database, issuing }),
    ...referenceOperations({ database, types, keys, ledgers }),
    ...previewOperations({ types, faces: press.faces, layouts: press.layouts }),
    ...holderOperations(issuing),
    ...feedOperations(feed, database),
    ...authorityOperations(keys, timestamps),
    ...healthOperations(database, registry),
  ];
}
