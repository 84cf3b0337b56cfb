import { randomBytes } from 'node:crypto';
import { canonicalJson, headsRoot, headsText, toBase64, utf8 } from '@certbridge/verifier-sdk/formats';
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
import { attest } from './attest.js';
import type { Attested } from './attest.js';
import { LedgerUnavailable } from './errors.js';
import { evaluate } from './evaluate.js';
import { entryEvents } from './events.js';
import type { EntryEvent, EventsOptions } from './events.js';
import { readLedgerFile } from './ledger-file.js';
import type { LedgerFile } from './ledger-file.js';
import type { AttestedHeads, AttestOptions, KeyReason, Ledger, Proposal, ProvableKey } from './ledger.js';
import { DEADLINES, Peers } from './peers.js';
import type { Actor, Deadlines } from './peers.js';
import { Provinces } from './provinces.js';
import { replies } from './replies.js';
import type { CertificateStatus, Head, NetworkState, OpenProposal, RegisteredIssuer } from './replies.js';
import { betweenAttempts, waitForNext } from './retry.js';
import { submit } from './submit.js';

export interface ConnectLedgerOptions {
  /** How long each step of a call may take, in milliseconds. */
  readonly deadlines?: Partial<Deadlines>;
}

/**
 * Opens the ledger that a ledger file describes. Nothing is sent yet, so it succeeds while the ledger is down.
 * @throws {LedgerFileError} if the file or what it names cannot be used
 */
export async function connectLedger(file: string, options: ConnectLedgerOptions = {}): Promise<Ledger> {
  return new GatewayLedger(await readLedgerFile(file), { ...DEADLINES, ...options.deadlines });
}

/** The contract's bounds on one page of heads and of proposals. */
const PAGE_OF_HEADS = 1000;
const PAGE_OF_PROPOSALS = 100;
/** How often logs may move on between reading the heads and attesting them. */
const CHECKPOINT_ATTEMPTS = 10;

class GatewayLedger implements Ledger {
  readonly mspId: string;
  readonly channel: string;
  readonly network: string;
  readonly region: string;
  readonly provinceName: string;
  readonly #chaincode: string;
  readonly #peers: Peers;
  readonly #provinces: Provinces;
  readonly #closing = new AbortController();
  #provinceLog: Promise<unknown> = Promise.resolve();

  constructor(file: LedgerFile, deadlines: Deadlines) {
    this.mspId = file.mspId;
    this.channel = file.channel;
    this.network = file.trustAnchor.network;
    this.region = file.region;
    this.provinceName = file.provinceName;
    this.#chaincode = file.chaincode;
    this.#peers = new Peers(file, deadlines);
    this.#provinces = new Provinces(file.mspId, async () => (await this.networkState()).anchor);
  }

  async registerIssuer(issuer: string, name: string, types: readonly string[]): Promise<void> {
    await this.#submitInTurn('RegisterIssuer', [issuer, name, canonicalJson([...types].sort())]);
  }

  async retireIssuer(issuer: string): Promise<void> {
    replies.retired(await this.#submitInTurn('RetireIssuer', [issuer]));
  }

  async addKey(issuer: string, key: ProvableKey, use: KeyUse): Promise<string> {
    const spki = toBase64(key.spki);
    const { channel, network } = this;
    const statement = { $tag: 'certbridge/key-possession/1', channel, issuer, network, spki, use };
    const proof = await key.sign(utf8(canonicalJson(statement)));
    return replies.keyAdded(
      await this.#submitInTurn('AddKey', [issuer, spki, key.algorithm, use, toBase64(proof)]),
    ).kid;
  }

  async revokeKey(issuer: string, kid: string, reason: KeyReason): Promise<Under> {
    return replies.keyRevoked(await this.#submitInTurn('RevokeKey', [issuer, kid, reason])).under;
  }

  async append(entry: Entry): Promise<{ entry: string; seq: number }> {
    return replies.appended(await this.#submit('Append', [canonicalJson(entry as unknown as Json)]));
  }

  async beat(): Promise<string> {
    return replies.beat(await this.#submit('Beat', [])).time;
  }

  async stateAuditHead(size: number, root: string): Promise<void> {
    replies.auditHead(await this.#submit('StateAuditHead', [String(size), root]));
  }

  async propose(proposal: Proposal): Promise<{ proposal: string; enacted: boolean }> {
    const text = canonicalJson({ items: proposal } as unknown as Json);
    return replies.proposed(await this.#submit('Propose', [text], 'administrator'));
  }

  async approve(proposal: string): Promise<{ proposal: string; enacted: boolean }> {
    return replies.proposed(await this.#submit('Approve', [proposal], 'administrator'));
  }

  async networkState(): Promise<NetworkState> {
    return replies.network(await this.#evaluate('GetNetwork'));
  }

  async proposals(): Promise<readonly OpenProposal[]> {
    const all: OpenProposal[] = [];
    for (let after = ''; ;) {
      const reply = await this.#evaluate('GetProposals', after, String(PAGE_OF_PROPOSALS));
      const { proposals } = replies.proposals(reply);
      all.push(...proposals);
      const last = proposals.at(-1);
      if (last === undefined || proposals.length < PAGE_OF_PROPOSALS) return all;
      after = last.id;
    }
  }

  async proposal(id: string): Promise<Json> {
    return replies.proposal(await this.#evaluate('GetProposal', id));
  }

  async entry(issuer: string, seq: number): Promise<Entry> {
    return replies.entry(await this.#evaluate('GetEntry', issuer, String(seq)));
  }

  async entries(issuer: string, from: number, limit: number): Promise<readonly Entry[]> {
    return replies.entries(await this.#evaluate('GetEntries', issuer, String(from), String(limit)));
  }

  async records(log: Log, id: string, from: number, limit: number): Promise<readonly LogRecord[]> {
    return replies.records(log, await this.#evaluate('GetRecords', log, id, String(from), String(limit)));
  }

  async heads(): Promise<readonly Head[]> {
    const all: Head[] = [];
    for (let after = ''; ;) {
      const { heads } = replies.heads(await this.#evaluate('GetHeads', after, String(PAGE_OF_HEADS)));
      all.push(...heads);
      const last = heads.at(-1);
      if (last === undefined || heads.length < PAGE_OF_HEADS) return all;
      after = headsText([last]);
    }
  }

  async status(issuer: string, cert: string): Promise<CertificateStatus | null> {
    return replies.status(await this.#evaluate('GetStatus', issuer, cert)).status;
  }

  async history(issuer: string, cert: string): Promise<readonly CertificateStatus[]> {
    return replies.history(await this.#evaluate('GetHistory', issuer, cert)).history;
  }

  async registry(issuer: string): Promise<RegisteredIssuer> {
    return replies.registry(await this.#evaluate('GetRegistry', issuer));
  }

  async attestEntry(issuer: string, seq: number, options?: AttestOptions): Promise<Attestation> {
    return (await this.#attest('AttestEntry', [issuer, String(seq)], options)).attestation;
  }

  async attestStatus(
    issuer: string,
    cert: string,
    nonce: string,
    options?: AttestOptions,
  ): Promise<Attestation> {
    return (await this.#attest('AttestStatus', [issuer, cert, nonce], options)).attestation;
  }

  async attestCheckpoint(nonce: string, options?: AttestOptions): Promise<Attestation> {
    return (await this.#attest('AttestCheckpoint', [nonce], options)).attestation;
  }

  async auditHead(mspId: string): Promise<{ size: number; root: string } | undefined> {
    const nonce = randomBytes(16).toString('hex');
    const { statement } = await this.#attest('AttestAudit', [mspId, nonce]);
    return replies.auditStatement(statement).head ?? undefined;
  }

  async attestAudit(mspId: string, nonce: string): Promise<Attestation> {
    return (await this.#attest('AttestAudit', [mspId, nonce])).attestation;
  }

  async attestAnchor(n: number, under?: TrustAnchor): Promise<Attestation> {
    return (await attest(this.#parts(), 'AttestAnchor', [String(n)], { under })).attestation;
  }

  async checkpoint(nonce: string, options?: AttestOptions): Promise<AttestedHeads> {
    const backoff = betweenAttempts();
    for (let attempt = 0; attempt < CHECKPOINT_ATTEMPTS; attempt += 1) {
      if (attempt > 0) await waitForNext(backoff, this.#closing.signal);
      const heads = await this.heads();
      const { attestation, statement } = await this.#attest('AttestCheckpoint', [nonce], options);
      const attested = replies.checkpoint(statement);
      const { n } = await this.#provinces.current();
      // The provinces have gone on to another anchor, whose threshold counts.
      if (attested.anchor !== n) this.#provinces.forget();
      else if (attested.heads === (await headsRoot(headsText(heads)))) return { heads, attestation };
    }
    throw new LedgerUnavailable('The logs moved on faster than their heads could be read and attested.');
  }

  events(options: EventsOptions = {}): AsyncIterable<EntryEvent> {
    return entryEvents(
      { peers: this.#peers, chaincode: this.#chaincode, signal: this.#closing.signal },
      options,
    );
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#peers.close();
    return Promise.resolve();
  }

  async #submit(name: string, args: readonly string[], actor: Actor = 'service'): Promise<string> {
    const result = await submit(this.#parts(), { name, arguments: args, actor });
    return Buffer.from(result).toString('utf8');
  }

  /** Writers of one province's log from here take turns, instead of failing one another (MVCC). */
  #submitInTurn(name: string, args: readonly string[]): Promise<string> {
    const turn = this.#provinceLog.then(() => this.#submit(name, args));
    this.#provinceLog = turn.catch(() => undefined);
    return turn;
  }

  #evaluate(name: string, ...args: string[]): Promise<string> {
    return evaluate(this.#parts(), name, ...args);
  }

  #attest(name: string, args: readonly string[], options: AttestOptions = {}): Promise<Attested> {
    return attest(this.#parts(), name, args, { count: options.provinces });
  }

  #parts(): { peers: Peers; provinces: Provinces; signal: AbortSignal } {
    return { peers: this.#peers, provinces: this.#provinces, signal: this.#closing.signal };
  }
}
