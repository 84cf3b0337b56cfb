import { Refusal } from '../refusal';
import { recordHash } from '../canonical/hash';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { readStatus, statusHistory } from '../entries/certificates';
import { readAnchor, readNetwork } from '../network/network';
import { findBody, movingBy } from '../governance/open-proposals';
import type { OpenProposal } from '../governance/open-proposals';
import { decimal, hash, id, issuerCode, MAX_SEQ, mspId } from '../input/forms';
import { oneOf } from '../input/shape';
import { readIssuer } from '../issuers/issuers';
import { allTypes } from '../issuers/types';
import { keysOf } from '../keys/keys';
import { allHeads, readHead, readRecord } from '../logs/logs';
import type { Log, NamedHead } from '../logs/logs';
import type { State, Transaction } from '../state/transaction';

const MAX_RECORDS = 100;
/** Of the canonical forms of the records that one call gives; a record may take a quarter of it. */
const MAX_RECORD_BYTES = 1 << 20;
const MAX_PROPOSALS = 100;
const MAX_HEADS = 1000;
const MAX_HISTORY = 100;

const LOG_IDS: Record<Log, (value: string, where: string) => string> = { n: id, p: mspId, i: issuerCode };

/** `GetNetwork`: the current trust anchor, its hash, the approved types, the features that are on. */
export async function getNetwork(state: State): Promise<JsonObject> {
  const { network, n } = await readNetwork(state);
  const anchor = (await readAnchor(state, n)) as unknown as Json;
  const types = (await allTypes(state)) as unknown as Json;
  const features: Json[] = [];
  for await (const { value } of state.scan(['feature'])) features.push(value);
  return { network: { id: network, anchor, hash: recordHash(anchor), types, features } };
}

/** `GetProposals`: what waits for approvals, by id from the one after `after` on; the items are read one by one. */
export async function getProposals(tx: Transaction, after: string, limit: string): Promise<JsonObject> {
  const count = decimal(limit, 'limit', 1, MAX_PROPOSALS);
  const last = after === '' ? '' : hash(after, 'after');
  const proposals: Json[] = [];
  for await (const { value } of tx.state.scan(['proposal'])) {
    const { id: proposal, expires } = value as unknown as OpenProposal;
    if (proposal <= last || expires <= tx.time) continue;
    proposals.push(value);
    if (proposals.length === count) break;
  }
  return { proposals };
}

/** `GetProposal`: what an open proposal says. */
export async function getProposal(state: State, proposalId: string): Promise<JsonObject> {
  const proposal = await findBody(state, hash(proposalId, 'id'));
  if (proposal === undefined) throw new Refusal('PROPOSAL_UNKNOWN');
  return { proposal: proposal as unknown as Json };
}

export async function getEntry(state: State, issuer: string, seq: string): Promise<JsonObject> {
  const code = issuerCode(issuer, 'issuer');
  await readIssuer(state, code);
  const entry = await readRecord(state, 'i', code, decimal(seq, 'seq', 1, MAX_SEQ));
  if (entry === undefined) throw new Refusal('ENTRY_UNKNOWN');
  return { entry };
}

export async function getEntries(
  state: State,
  issuer: string,
  from: string,
  limit: string,
): Promise<JsonObject> {
  await readIssuer(state, issuerCode(issuer, 'issuer'));
  return { entries: await range(state, 'i', issuer, from, limit) };
}

export async function getRecords(
  state: State,
  log: string,
  name: string,
  from: string,
  limit: string,
): Promise<JsonObject> {
  const kind = oneOf(log, 'log', ['n', 'p', 'i']);
  return { records: await range(state, kind, LOG_IDS[kind](name, 'id'), from, limit) };
}

/** The records of a log from one on: as many as are asked for, or fit into one answer, but at least one. */
async function range(
  state: State,
  log: Log,
  name: string,
  from: string,
  limit: string,
): Promise<JsonObject[]> {
  const first = decimal(from, 'from', 1, MAX_SEQ);
  const count = decimal(limit, 'limit', 1, MAX_RECORDS);
  const { seq: last } = await readHead(state, log, name);
  const records: JsonObject[] = [];
  let bytes = 0;
  for (let seq = first; seq <= last && seq < first + count; seq += 1) {
    const record = await readRecord(state, log, name, seq);
    if (record === undefined) continue;
    bytes += Buffer.byteLength(canonicalJson(record));
    if (records.length > 0 && bytes > MAX_RECORD_BYTES) break;
    records.push(record);
  }
  return records;
}

/**
 * `GetHeads`: the heads of the logs after that of `afterLine` (empty: from the first), in the order of a
 * checkpoint's lines. Only the line's log and id count, so that a head which moves between pages is given once.
 */
export async function getHeads(state: State, afterLine: string, limit: string): Promise<JsonObject> {
  const count = decimal(limit, 'limit', 1, MAX_HEADS);
  const after = Buffer.from(afterLine.slice(0, 256).split(' ', 2).join(' '));
  const heads: NamedHead[] = [];
  for await (const head of allHeads(state)) {
    if (Buffer.compare(Buffer.from(`${head.log} ${head.id}`), after) <= 0) continue;
    heads.push(head);
    if (heads.length === count) break;
  }
  return { heads: heads as unknown as Json };
}

export async function getStatus(state: State, issuer: string, cert: string): Promise<JsonObject> {
  const code = issuerCode(issuer, 'issuer');
  await readIssuer(state, code);
  const status = await readStatus(state, code, id(cert, 'cert'));
  return { status: (status ?? null) as unknown as Json };
}

/** `GetHistory`: the newest states of one certificate, newest first. */
export async function getHistory(state: State, issuer: string, cert: string): Promise<JsonObject> {
  const code = issuerCode(issuer, 'issuer');
  await readIssuer(state, code);
  const history: Json[] = [];
  for await (const status of statusHistory(state, code, id(cert, 'cert'))) {
    history.push(status as unknown as Json);
    if (history.length === MAX_HISTORY) break;
  }
  return { history };
}

/** `GetRegistry`: the issuer, the proposal that would move it while its own province wants that, and all its keys. */
export async function getRegistry(tx: Transaction, code: string): Promise<JsonObject> {
  const issuer = await readIssuer(tx.state, issuerCode(code, 'issuer'));
  const moving = await movingBy(tx.state, issuer.issuer, tx.time);
  const keys = (await keysOf(tx.state, issuer.issuer)) as unknown as Json;
  const known = issuer as unknown as JsonObject;
  return { issuer: moving === undefined ? known : { ...known, moving }, keys };
}
