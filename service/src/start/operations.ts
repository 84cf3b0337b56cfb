import type { Registry } from 'prom-client';
import type { DocumentRenderer } from '../certificates/documents/index.js';
import { issuerOperations } from '../certificates/issuers/index.js';
import {
  batchOperations,
  certificateOperations,
  figureOperations,
  holderLookup,
  holderOperations,
  reachedCertificate,
  reissueOperations,
} from '../certificates/issuing/index.js';
import type { Issuing } from '../certificates/issuing/index.js';
import { keyOperations } from '../certificates/keys/index.js';
import { previewOperations } from '../certificates/preview/index.js';
import { authorityOperations } from '../certificates/signing/index.js';
import type { KeyStore } from '../certificates/signing/index.js';
import { statusOperations } from '../certificates/statuses/index.js';
import { templateOperations } from '../certificates/templates/index.js';
import { timestampOperations } from '../certificates/timestamps/index.js';
import type { EmbeddedTimestampAuthority } from '../certificates/timestamps/index.js';
import { uploadOperations } from '../certificates/uploads/index.js';
import { typeOperations } from '../certificates/types/index.js';
import type { CertificateTypes } from '../certificates/types/index.js';
import type { Ledger } from '../ledger/adapter/index.js';
import { feedOperations } from '../ledger/feed/index.js';
import type { Feed } from '../ledger/feed/index.js';
import { auditOperations } from '../people/audit/index.js';
import type { Audit } from '../people/audit/index.js';
import { exportHolder } from '../people/personal-data/index.js';
import type { ExportParts, Protection } from '../people/personal-data/index.js';
import { cardOperations } from '../residents/cards/index.js';
import { counterOperations } from '../residents/counter/index.js';
import {
  correctionOperations,
  ownCertificateOperations,
  ownDataOperation,
} from '../residents/own-certificates/index.js';
import { matterOperations } from '../residents/matters/index.js';
import { lookOperations } from '../residents/looks/index.js';
import {
  delegationOperations,
  departmentWalletOperations,
  walletOperations,
} from '../residents/wallet/index.js';
import type { WalletParts } from '../residents/wallet/index.js';
import type { Database } from '../platform/database/index.js';
import { healthOperations } from '../upkeep/health/index.js';
import type { ReadinessParts } from '../upkeep/health/index.js';
import type { Operation } from '../platform/http/index.js';
import type { Settings } from '../platform/settings/index.js';
import { caseOperations, exportCases } from '../windows/cases/index.js';
import { itemOperations } from '../windows/items/index.js';
import type { ServiceItems } from '../windows/items/index.js';
import { pairingOperations } from '../windows/pairing/index.js';
import { receiptOperations } from '../windows/receipts/index.js';
import type { FilingProofs } from '../windows/receipts/index.js';
import type { Access } from './access.js';
import { holderData } from './holder-data.js';
import { setupOperations } from './setup.js';

export interface Capabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  readonly issuing: Issuing;
  readonly feed: Feed;
  readonly types: CertificateTypes;
  readonly items: ServiceItems;
  readonly proofs: FilingProofs;
  /** SHA-256, hex, of that of this service. */
  readonly trustAnchorId: string;
  /** Where others reach this service. */
  readonly url: string;
  readonly keys: KeyStore;
  readonly renderer: DocumentRenderer;
  readonly timestamps: EmbeddedTimestampAuthority | undefined;
  readonly ledgers: readonly Ledger[];
  readonly registry: Registry;
  readonly readiness: ReadinessParts;
  readonly settings: Settings;
  readonly access: Access;
  readonly wallet: WalletParts;
}

/** The whole API. */
export function operationsOf(capabilities: Capabilities): Operation[] {
  const {
    database,
    audit,
    protection,
    issuing,
    feed,
    types,
    items,
    proofs,
    trustAnchorId,
    url,
    keys,
    renderer,
    timestamps,
    ledgers,
    registry,
    readiness,
    settings,
    access,
    wallet,
  } = capabilities;
  const { sessions } = access;
  const lookup = holderLookup.bind(undefined, protection);
  const exported: ExportParts = {
    ...{ database, protection, kinds: holderData({ database, protection, types }) },
    exportCases: (of) => exportCases(database, { items, protection }, of),
  };
  return [
    ...certificateOperations({ issuing, audit, types }),
    ...batchOperations({ database, issuing, audit, types, protection, uploadLimit: settings.uploadLimit }),
    ...uploadOperations({ database, protection, uploadLimit: settings.uploadLimit }),
    ...reissueOperations({ issuing, audit, types }),
    ...statusOperations({
      ...{ database, protection, audit },
      reach: (principal, params, tx) =>
        reachedCertificate(tx ? issuing.within(tx) : issuing, principal, params),
    }),
    ...typeOperations({ types, ledgers, audit }),
    ...templateOperations({ types }),
    ...issuerOperations({
      ...{ database, audit, protection, types, keys, ledgers },
      holdings: (tx, issuer) => issuing.within(tx).holdings(issuer),
    }),
    ...previewOperations({ types, faces: renderer.faces, layouts: renderer.layouts, renderer, database }),
    ...holderOperations({
      ...{ issuing, audit },
      exportHolder: ({ number, issuer }) => exportHolder(exported, { lookup: lookup(number), issuer }),
    }),
    ...auditOperations({
      database,
      audit,
      protection,
      holderLookup: lookup,
    }),
    ...ownCertificateOperations({ database, protection, audit, issuing, types }),
    ...cardOperations({
      ...{ database, protection, audit, issuing },
      ...{ faces: renderer.faces, qrAddress: wallet.qrAddress },
    }),
    ...correctionOperations({ database, protection, audit }),
    ownDataOperation({ audit, exportHolder: (of) => exportHolder(exported, of) }),
    ...walletOperations({ ...wallet, database, audit, sessions, holderLookup: lookup }),
    ...delegationOperations({ ...wallet, database, audit, sessions, holderLookup: lookup }),
    ...departmentWalletOperations({
      ...{ database, audit, sessions },
      reach: (principal, params, tx) =>
        reachedCertificate(tx ? issuing.within(tx) : issuing, principal, params),
    }),
    ...counterOperations({
      ...{ database, protection, audit, issuing, types },
      ...{ holderLookup: lookup, faces: renderer.faces, qrAddress: wallet.qrAddress },
      reach: (principal, params, tx) =>
        reachedCertificate(tx ? issuing.within(tx) : issuing, principal, params),
    }),
    ...matterOperations({ database, protection, audit, types, items }),
    ...lookOperations({ database, audit, protection }),
    ...figureOperations(issuing),
    ...setupOperations({ database, keys, ledgers }),
    ...access.operations,
    ...feedOperations(feed, database),
    ...keyOperations({ database, audit, protection, keys, ledgers }),
    ...itemOperations({ items, types, faces: renderer.faces }),
    ...receiptOperations({
      ...{ database, audit, protection, proofs, trustAnchorId, url },
      faces: renderer.faces,
    }),
    ...caseOperations({
      ...{ database, audit, protection, items, types, trustAnchorId },
      faces: renderer.faces,
    }),
    ...pairingOperations({ database, audit, protection, keys, mspId: ledgers[0]?.mspId ?? '' }),
    ...authorityOperations(keys),
    ...timestampOperations(timestamps),
    ...healthOperations(readiness, registry),
  ];
}
