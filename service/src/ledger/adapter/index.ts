/** The one way to the ledger, embedded or real: @hyperledger/fabric-gateway behind our own words. */
export { approveTypes } from './approve-types.js';
export { attestationOf } from './attest.js';
export { connectLedger } from './connect.js';
export type { ConnectLedgerOptions } from './connect.js';
export { LedgerFileError, LedgerRefusal, LedgerUnavailable } from './errors.js';
export type { EntryEvent, EventsOptions } from './events.js';
export { readLedgerFile } from './ledger-file.js';
export type { LedgerFile } from './ledger-file.js';
export type {
  AttestedHeads,
  AttestOptions,
  KeyReason,
  Ledger,
  Proposal,
  ProposalItem,
  ProvableKey,
} from './ledger.js';
export { send } from './send.js';
export type { CertificateStatus, Head, NetworkState, OpenProposal, RegisteredIssuer } from './replies.js';
