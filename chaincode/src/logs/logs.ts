import { NO_HASH, recordHash, sha256 } from '../canonical/hash';
import type { JsonObject } from '../canonical/json';
import type { Key, State } from '../state/transaction';

/** n: the network's log (one, named by the network id); p: a province's, by MSP id; i: an issuer's, by code. */
export type Log = 'n' | 'p' | 'i';

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface NamedHead extends Head {
  readonly log: Log;
  readonly id: string;
}

const headKey = (log: Log, id: string): Key => ['head', log, id];
const recordKey = (log: Log, id: string, seq: number): Key => [
  'record',
  log,
  id,
  String(seq).padStart(10, '0'),
];

/** The head of a log; of an empty one seq 0 and 64 zeros, which is what its first record has for prev. */
export async function readHead(state: State, log: Log, id: string): Promise<Head> {
  return ((await state.get(headKey(log, id))) as Head | undefined) ?? { seq: 0, hash: NO_HASH };
}

export async function readRecord(
  state: State,
  log: Log,
  id: string,
  seq: number,
): Promise<JsonObject | undefined> {
  return (await state.get(recordKey(log, id, seq))) as JsonObject | undefined;
}

/** Writes a record that already carries its seq and prev, and moves the head to it. */
export async function writeRecord(state: State, log: Log, id: string, record: JsonObject): Promise<Head> {
  const head = { seq: record['seq'] as number, hash: recordHash(record) };
  await state.put(recordKey(log, id, head.seq), record);
  await state.put(headKey(log, id), head);
  return head;
}

/** All heads, in byte order of their lines: ids hold no byte below that of the separators. */
export async function* allHeads(state: State): AsyncIterable<NamedHead> {
  for await (const { attributes, value } of state.scan(['head'])) {
    const [log, id] = attributes as [Log, string];
    const { seq, hash } = value as unknown as Head;
    yield { log, id, seq, hash };
  }
}

/** One line of the heads list, which contract, feed and SDK all hash. */
function headLine({ log, id, seq, hash }: NamedHead): string {
  return `${log} ${id} ${seq} ${hash}\n`;
}

/** Count and SHA-256 of the list of all heads. */
export async function hashHeads(state: State): Promise<{ count: number; heads: string }> {
  const lines: string[] = [];
  for await (const head of allHeads(state)) lines.push(headLine(head));
  return { count: lines.length, heads: sha256(lines.join('')) };
}
