import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { recordHash } from '../canonical/hash';
import { readNetworkAsProvince } from '../network/network';
import { readIssuer, readOwnIssuer } from '../issuers/issuers';
import type { Issuer } from '../issuers/issuers';
import { readKey } from '../keys/keys';
import { readHead, readRecord, writeRecord } from '../logs/logs';
import type { Head } from '../logs/logs';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';
import { parseEntry } from './entry';
import type { Change, Entry } from './entry';
import { checkSuccessor, checkTransition } from './transitions';
import type { Status } from './transitions';

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
  await checkBatch(tx.state, entry, issuer);
  const statuses = await nextStatuses(tx.state, entry);
  const { hash, seq } = await writeRecord(tx.state, 'i', entry.issuer, entry as unknown as JsonObject);
  for (const [cert, status] of statuses) {
    await tx.state.put(['status', entry.issuer, cert], status as unknown as Json);
  }
  tx.emit('entry', { issuer: entry.issuer, seq });
  return { entry: hash, seq };
}

async function demandSame(state: State, entry: Entry): Promise<JsonObject> {
  const record = entry as unknown as Json;
  const standing = await readRecord(state, 'i', entry.issuer, entry.seq);
  if (standing === undefined || canonicalJson(standing) !== canonicalJson(record))
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
 * Reads the record of every key that the entry names, so that a revocation ordered first makes this
 * transaction invalid (MVCC).
 */
async function checkBatch(state: State, entry: Entry, issuer: Issuer): Promise<void> {
  for (const kid of entry.keys ?? []) {
    const key = await readKey(state, issuer.issuer, kid);
    if (key.revokedAfter !== undefined) throw new Refusal('KEY_REVOKED', `the key ${kid} is revoked`);
  }
  for (const type of entry.types ?? []) {
    if (!issuer.types.includes(type))
      throw new Refusal('TYPE_NOT_ALLOWED', `the issuer is not registered for ${type}`);
  }
}

/** What each changed certificate's status becomes; one change a certificate, so order does not matter. */
async function nextStatuses(state: State, entry: Entry): Promise<[cert: string, status: Status][]> {
  const statuses: [string, Status][] = [];
  const known = new Set([entry.issuer]);
  for (const change of entry.changes ?? []) {
    checkSuccessor(entry.issuer, change);
    await demandKnown(state, change, known);
    const current = (await state.get(['status', entry.issuer, change.cert])) as unknown as Status | undefined;
    checkTransition(current?.state ?? 'none', change);
    const { cert, ...rest } = change;
    statuses.push([cert, { ...rest, seq: entry.seq, time: entry.time }]);
  }
  return statuses;
}

/** A certificate can only be transferred to an issuer that is registered. */
async function demandKnown(state: State, { by }: Change, known: Set<string>): Promise<void> {
  if (by === undefined || known.has(by.issuer)) return;
  await readIssuer(state, by.issuer);
  known.add(by.issuer);
}
