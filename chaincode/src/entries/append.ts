import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { recordHash } from '../canonical/hash';
import { readNetworkAsProvince } from '../network/network';
import { readIssuer, readOwnIssuer } from '../issuers/issuers';
import type { Issuer } from '../issuers/issuers';
import { isSameUnder } from '../issuers/under';
import { ANCHORED_USES, readKey } from '../keys/keys';
import { readHead, readRecord, writeRecord } from '../logs/logs';
import type { Head } from '../logs/logs';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';
import { Certificates } from './certificates';
import { parseEntry } from './entry';
import type { Change, Entry } from './entry';
import { dayOf } from './status';
import { EXEMPT } from './status-rules';
import { checkWaits } from './successors';
import { checkSuccessor, nextStatus } from './transitions';

/** How far an entry's time may lie from its transaction's. */
const TIME_WINDOW_MS = 300_000;

/**
 * `Append`: one entry to the log of an issuer of the caller's province. An entry that stands already, byte
 * for byte, succeeds and changes nothing, whatever its age: a service that crashed simply sends again.
 */
export async function append(tx: Transaction, entryJson: string): Promise<JsonObject> {
  demandRole(tx.caller, 'issuer');
  const { network } = await readNetworkAsProvince(tx);
  const entry = parseEntry(entryJson);
  if (entry.network !== network || entry.channel !== tx.channel) throw new Refusal('ENTRY_NETWORK');
  const issuer = await readOwnIssuer(tx.state, entry.issuer, tx.caller);
  const head = await readHead(tx.state, 'i', entry.issuer);
  if (entry.seq <= head.seq) return demandSame(tx.state, entry);
  checkPlace(entry, head, tx.time);
  checkUnder(entry, issuer);
  await checkTree(tx.state, entry, issuer);
  const certificates = new Certificates(tx.state, entry.issuer);
  await changeStatuses(tx.state, entry, certificates);
  const isExempt =
    entry.root === undefined && (entry.changes ?? []).every(({ state }) => EXEMPT.includes(state));
  const { hash, seq } = await writeRecord(tx, 'i', entry.issuer, entry as unknown as JsonObject, isExempt);
  await certificates.write();
  tx.emit('entry', { issuer: entry.issuer, seq });
  return { entry: hash, seq };
}

async function demandSame(state: State, entry: Entry): Promise<JsonObject> {
  const record = entry as unknown as Json;
  const present = await readRecord(state, 'i', entry.issuer, entry.seq);
  if (present === undefined || canonicalJson(present) !== canonicalJson(record))
    throw new Refusal('ENTRY_SEQ_TAKEN');
  return { entry: recordHash(record), seq: entry.seq };
}

/** A new entry follows the head and is of now. */
function checkPlace(entry: Entry, head: Head, now: string): void {
  if (entry.seq !== head.seq + 1) throw new Refusal('ENTRY_SEQ_SKIPPED', `the next seq is ${head.seq + 1}`);
  if (entry.prev !== head.hash) throw new Refusal('ENTRY_PREV');
  if (Math.abs(Date.parse(entry.time) - Date.parse(now)) > TIME_WINDOW_MS) throw new Refusal('ENTRY_TIME');
}

/**
 * The issuer's record, which every record about it rewrites, was read: a revocation, a move or a merger that is
 * ordered first makes this transaction invalid (MVCC).
 */
function checkUnder({ under }: Entry, issuer: Issuer): void {
  if (!isSameUnder(under, issuer.under)) {
    const { n, p } = issuer.under;
    throw new Refusal(
      'ENTRY_UNDER',
      `the issuer stands at {n: ${n}, p: ${p}}, not {n: ${under.n}, p: ${under.p}}`,
    );
  }
}

async function checkTree(state: State, entry: Entry, issuer: Issuer): Promise<void> {
  if (entry.root !== undefined && issuer.retired) throw new Refusal('ISSUER_RETIRED');
  for (const kid of entry.keys ?? []) {
    const { revoked, use } = await readKey(state, issuer.issuer, kid);
    if (revoked) throw new Refusal('KEY_REVOKED', `the key ${kid} is revoked`);
    if (!ANCHORED_USES.includes(use)) throw new Refusal('KEY_USE', `the key ${kid} is for ${use}`);
  }
  for (const type of entry.types ?? []) {
    if (!issuer.types.includes(type))
      throw new Refusal('TYPE_NOT_ALLOWED', `the issuer is not registered for ${type}`);
  }
}

/** What each changed certificate's status becomes; one change a certificate, so order does not matter. */
async function changeStatuses(state: State, entry: Entry, certificates: Certificates): Promise<void> {
  const known = new Set([entry.issuer]);
  const changes = entry.changes ?? [];
  for (const change of changes) {
    checkSuccessor(entry.issuer, change);
    await demandKnown(state, change, known);
    const { status } = await certificates.before(change.cert);
    await certificates.change(change.cert, nextStatus(status, change, entry));
  }
  await checkWaits(certificates, changes, dayOf(entry.time));
}

/** A certificate can only be transferred to an issuer that is registered. */
async function demandKnown(state: State, { by }: Change, known: Set<string>): Promise<void> {
  if (by === undefined || known.has(by.issuer)) return;
  await readIssuer(state, by.issuer);
  known.add(by.issuer);
}
