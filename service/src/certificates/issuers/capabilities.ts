import type { Ledger } from '../../ledger/adapter/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database, Transaction } from '../../platform/database/index.js';
import type { KeyStore } from '../signing/index.js';
import type { CertificateTypes } from '../types/index.js';
import type { Holdings } from './end.js';

/** What the operations on issuers are made from. */
export interface IssuerCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  readonly types: CertificateTypes;
  readonly keys: KeyStore;
  /** Of the provinces in whose name this service can write. */
  readonly ledgers: readonly Ledger[];
  /** What was made in an issuer's name. */
  readonly holdings: (tx: Transaction, issuer: string) => Promise<Holdings>;
}
