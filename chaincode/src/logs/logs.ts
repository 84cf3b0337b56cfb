import { Refusal } from '../refusal';
import { NO_HASH, recordHash } from '../canonical/hash';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import type { Key, State, Transaction } from '../state/transaction';

/** n: the network's log (one, named by the network id); p: a province's, by MSP id; i: an issuer's, by code. */
export type Log = 'n' | 'p' | 'i';

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** A head as it is kept: with the bytes of the records that count in the hour of the newest one. */
interface CountedHead extends Head {
  /** Hours since 1970, by the transactions' time. */
  readonly hour: number;
  readonly bytes: number;
}

export interface NamedHead extends Head {
  readonly log: Log;
  readonly id: string;
}

/** How many bytes of records a log takes in an hour: what a window must fetch after a day is bounded by it. */
export const BUDGETS: Readonly<Record<Log, number>> = { i: 16 << 20, p: 1 << 20, n: 4 << 20 };
const HOUR_MS = 3_600_000;
const EMPTY: CountedHead = { seq: 0, hash: NO_HASH, hour: 0, bytes: 0 };

const headKey = (log: Log, id: string): Key => ['head', log, id];
const recordKey = (log: Log, id: string, seq: number): Key => [
  'record',
  log,
  id,
  String(seq).padStart(10, '0'),
];

async function readCounted(state: State, log: Log, id: string): Promise<CountedHead> {
  return ((await state.get(headKey(log, id))) as CountedHead | undefined) ?? EMPTY;
}

/** The head of a log; of an empty one seq 0 and 64 zeros, which is what its first record has for prev. */
export async function readHead(state: State, log: Log, id: string): Promise<Head> {
  const { seq, hash } = await readCounted(state, log, id);
  return { seq, hash };
}

export async function readRecord(
  state: State,
  log: Log,
  id: string,
  seq: number,
): Promise<JsonObject | undefined> {
  return (await state.get(recordKey(log, id, seq))) as JsonObject | undefined;
}

/**
 * Writes a record that already carries its seq and prev, and moves the head to it.
 *
 * @param urgent a revocation: it is neither refused for the log's budget nor counted in it.
 */
export async function writeRecord(
  tx: Transaction,
  log: Log,
  id: string,
  record: JsonObject,
  urgent = false,
): Promise<Head> {
  const before = await readCounted(tx.state, log, id);
  const head = { seq: record['seq'] as number, hash: recordHash(record) };
  const count = countBytes(before, tx.time, urgent ? 0 : Buffer.byteLength(canonicalJson(record)));
  if (!urgent && count.bytes > BUDGETS[log]) {
    throw new Refusal('LOG_BUDGET', `the log ${log} ${id} has had its ${BUDGETS[log]} bytes of this hour`);
  }
  await tx.state.put(recordKey(log, id, head.seq), record);
  await tx.state.put(headKey(log, id), { ...head, ...count });
  return head;
}

/** Clients set the transaction's time: one of an earlier hour than the head's counts in the head's. */
function countBytes(head: CountedHead, time: string, bytes: number): { hour: number; bytes: number } {
  const hour = Math.floor(Date.parse(time) / HOUR_MS);
  return hour > head.hour ? { hour, bytes } : { hour: head.hour, bytes: head.bytes + bytes };
}

/** All heads, in byte order of their lines: ids hold no byte below that of the separators. */
export async function* allHeads(state: State): AsyncIterable<NamedHead> {
  for await (const { attributes, value } of state.scan(['head'])) {
    const [log, id] = attributes as [Log, string];
    const { seq, hash } = value as unknown as Head;
    yield { log, id, seq, hash };
  }
}

/** What a record of the contract's own begins with. */
export function recordFrame(tx: Transaction, network: string, log: 'n' | 'p', head: Head): JsonObject {
  const frame: Record<string, Json> = {
    v: 1,
    network,
    channel: tx.channel,
    log,
    seq: head.seq + 1,
    prev: head.hash,
    time: tx.time,
  };
  return frame;
}
