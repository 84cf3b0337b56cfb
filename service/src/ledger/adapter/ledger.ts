import type {
  Attestation,
  Entry,
  Json,
  KeyUse,
  Log,
  LogRecord,
  TrustAnchor,
  Under,
} from '@certbridge/verifier-sdk/formats';
import type { EntryEvent, EventsOptions } from './events.js';
import type { CertificateStatus, Head, NetworkState, OpenProposal, RegisteredIssuer } from './replies.js';

/** A key that can prove that it is held: what a Signer of signing/ offers. */
export interface ProvableKey {
  readonly algorithm: 'ES256' | 'RS256';
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** ES256: raw r‖s, 64 bytes. RS256: PKCS #1 v1.5. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export type KeyReason = 'unspecified' | 'key-compromise' | 'replaced' | 'lost' | 'authority-decision';

/** One thing that changes the network. */
export type ProposalItem =
  /** The next trust anchor, alone in its proposal. `heirs`: of each issuer of a province that it leaves out. */
  | {
      readonly kind: 'anchor';
      readonly anchor: TrustAnchor;
      /** Sorted by issuer; `to`: MSP id. */
      readonly heirs?: readonly { readonly issuer: string; readonly to: string }[];
      /** MSP id of the heir of every issuer that is not named. */
      readonly otherHeir?: string;
    }
  | { readonly kind: 'type'; readonly type: { readonly code: string; readonly name: string } }
  | {
      readonly kind: 'issuer';
      readonly issuer: string;
      readonly name: string;
      readonly mspId: string;
      readonly types: readonly string[];
    }
  | { readonly kind: 'succession'; readonly from: string; readonly to: string }
  /** Switches a later kind of record on. */
  | { readonly kind: 'feature'; readonly feature: string };

/** Whatever changes the network: one province proposes up to 100 items, others approve all of them as one. */
export type Proposal = readonly [ProposalItem, ...ProposalItem[]];

export interface AttestOptions {
  /** How many provinces are to sign; unless given, the threshold of the current trust anchor. */
  readonly provinces?: number;
}

/** A checkpoint's attestation with the heads that it is about, in the order of their lines. */
export interface AttestedHeads {
  readonly heads: readonly Head[];
  readonly attestation: Attestation;
}

/**
 * One province's way to the ledger: the same over the embedded ledger and over real Fabric peers. Every call
 * throws {@link LedgerRefusal} (final) or {@link LedgerUnavailable} (try later). Writing calls return once the
 * transaction is committed and valid. Sending again what may have been sent is always safe.
 */
export interface Ledger {
  readonly mspId: string;
  readonly channel: string;
  /** The network's id: 16 bytes in hex, as pinned by the trust anchor. */
  readonly network: string;
  /** GB/T 2260 prefix and name of the province. */
  readonly region: string;
  readonly provinceName: string;

  /** Registers an issuer of this province, or replaces its name and types; types must have been approved. */
  registerIssuer(issuer: string, name: string, types: readonly string[]): Promise<void>;
  /** Ends an issuer without a successor: only changes can be appended from now on. */
  retireIssuer(issuer: string): Promise<void>;
  /** Registers a key, for one use for ever, with a proof of possession. @returns its kid */
  addKey(issuer: string, key: ProvableKey, use: KeyUse): Promise<string>;
  /**
   * Waits for no busy log.
   * @returns the version of the issuer that it found: entries of that version and before stay good under the key
   */
  revokeKey(issuer: string, kid: string, reason: KeyReason): Promise<Under>;
  /** Appends an entry; one that is on the ledger already succeeds. @returns its hash and seq */
  append(entry: Entry): Promise<{ readonly entry: string; readonly seq: number }>;
  /** @returns the time that the beat carries */
  beat(): Promise<string>;
  /** States the audit tree of this province: it never gets smaller. @param root RFC 6962 root, hex */
  stateAuditHead(size: number, root: string): Promise<void>;
  /** Both need an administrator in the ledger file. @returns the proposal's id, and whether it is enacted now */
  propose(proposal: Proposal): Promise<{ readonly proposal: string; readonly enacted: boolean }>;
  approve(proposal: string): Promise<{ readonly proposal: string; readonly enacted: boolean }>;

  /** The current trust anchor and the approved types. */
  networkState(): Promise<NetworkState>;
  /** What waits for approvals. */
  proposals(): Promise<readonly OpenProposal[]>;
  /** What an open proposal says: `{ items: […] }`, perhaps of kinds of later software. */
  proposal(id: string): Promise<Json>;
  entry(issuer: string, seq: number): Promise<Entry>;
  /** At most 100 entries from seq on, and no more than take 1 MiB; at least one where there is one. */
  entries(issuer: string, from: number, limit: number): Promise<readonly Entry[]>;
  /** The same of any log, its records as they stand: kinds of later software among them. */
  records(log: Log, id: string, from: number, limit: number): Promise<readonly LogRecord[]>;
  /** The heads of all logs, in byte order of their lines. */
  heads(): Promise<readonly Head[]>;
  /** `null`: no change is recorded, which does not mean valid. */
  status(issuer: string, cert: string): Promise<CertificateStatus | null>;
  /** Newest first, at most 100. */
  history(issuer: string, cert: string): Promise<readonly CertificateStatus[]>;
  registry(issuer: string): Promise<RegisteredIssuer>;

  attestEntry(issuer: string, seq: number, options?: AttestOptions): Promise<Attestation>;
  attestStatus(issuer: string, cert: string, nonce: string, options?: AttestOptions): Promise<Attestation>;
  attestCheckpoint(nonce: string, options?: AttestOptions): Promise<Attestation>;
  /** The audit tree that a province last stated, as `threshold` provinces sign it; undefined where it never did. */
  auditHead(mspId: string): Promise<{ readonly size: number; readonly root: string } | undefined>;
  /** What a province last stated of its audit tree. */
  attestAudit(mspId: string, nonce: string): Promise<Attestation>;
  /** Signed under the current anchor, or under the one before, by whose provinces alone its holders take the next. */
  attestAnchor(n: number, under?: TrustAnchor): Promise<Attestation>;
  /** The heads and an attestation of exactly these: reads again while logs move on in between. */
  checkpoint(nonce: string, options?: AttestOptions): Promise<AttestedHeads>;

  /** Entries as they are appended, from where the options say; ends with `close` or the signal. */
  events(options?: EventsOptions): AsyncIterable<EntryEvent>;
  /** Ends the events and all connections. */
  close(): Promise<void>;
}
