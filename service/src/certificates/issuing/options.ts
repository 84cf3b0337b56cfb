import type { Database, Transaction } from '../../platform/database/index.js';
import type { DocumentRenderer } from '../documents/index.js';
import type { HolderData, Protection } from '../../people/personal-data/index.js';
import type { Batch } from './batches.js';
import type { Signer } from '../signing/index.js';
import type { CertificateTypes } from '../types/index.js';

/** Of the page that QR codes open. */
export interface QrAddress {
  readonly scheme: 'https' | 'http';
  /** With its port unless it is the scheme's own. */
  readonly host: string;
}

export interface IssuingOptions {
  readonly database: Database;
  /** For the connection that listens. */
  readonly databaseUrl: string;
  readonly protection: Protection;
  readonly types: CertificateTypes;
  readonly renderer: DocumentRenderer;
  /** A signing key by its kid. */
  readonly signer: (kid: string) => Signer;
  readonly qrAddress: QrAddress;
  /** Called with errors after which work is tried again, and with those of rows that could not be drawn; they hold no personal data. */
  readonly onTrouble?: (error: unknown, issuer?: string) => void;
  /** Called in the transaction that finishes a batch. */
  readonly onIssued?: (tx: Transaction, batch: Batch) => Promise<void>;
  /** Called in the transaction that refuses a batch which nobody of this service has approved. */
  readonly onUnapproved?: (tx: Transaction, batch: Batch) => Promise<void>;
  /** Called when the worker begins, and whenever a holder was erased, here or by another replica. */
  readonly onErased?: () => Promise<void>;
  /** What others keep of holders, which is erased with what issuing keeps. */
  readonly heldElsewhere?: readonly HolderData[];
  /** Certificates a transaction; 64 unless set. */
  readonly chunk?: number;
  /** Transactions at once in a batch; 2 unless set. */
  readonly lanes?: number;
  /** Milliseconds between two looks for files whose replica died; ten minutes unless set. */
  readonly sweepEvery?: number;
}
