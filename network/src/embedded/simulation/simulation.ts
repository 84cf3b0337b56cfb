import { ledger } from '@hyperledger/fabric-protos';
import { make } from '../message.js';
import { fromByteKey, toByteKey } from '../state/key-order.js';
import type { ByteKey } from '../state/key-order.js';
import type { Snapshot, Version } from '../state/state.js';
import { kvRead, queryReads, RangeReads } from './range-reads.js';
import type { RangeQueryInfo as RangeQueryInfoMessage } from './range-reads.js';

const { KVRWSet, KVWrite, RangeQueryInfo } = ledger.rwset.kvrwset;
const { NsReadWriteSet, TxReadWriteSet } = ledger.rwset;

/** One key and value of a range query. */
export interface RangeResult {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Iterates over a range of the snapshot and remembers what it saw, for phantom protection at commit. */
export class RangeQuery {
  readonly #snapshot: Snapshot;
  readonly #namespace: string;
  readonly #startKey: string;
  readonly #endKey: string;
  readonly #reads = new RangeReads();
  #position: ByteKey;
  #started = false;
  #seenEnd = '';
  #exhausted = false;

  constructor(snapshot: Snapshot, namespace: string, startKey: string, endKey: string) {
    this.#snapshot = snapshot;
    this.#namespace = namespace;
    this.#startKey = startKey;
    this.#endKey = endKey;
    this.#position = toByteKey(startKey);
  }

  next(): RangeResult | undefined {
    const found = this.#snapshot.next(
      this.#namespace,
      this.#position,
      toByteKey(this.#endKey),
      this.#started,
    );
    if (found === undefined) {
      this.#exhausted = true;
      this.#seenEnd = this.#endKey;
      return undefined;
    }
    this.#position = found.key;
    this.#started = true;
    this.#seenEnd = fromByteKey(found.key);
    this.#reads.add(kvRead(this.#seenEnd, found.value.version));
    return { key: this.#seenEnd, value: found.value.value };
  }

  info(): RangeQueryInfoMessage {
    const { reads, summary } = this.#reads.finish();
    return make(new RangeQueryInfo(), (info) => {
      info.setStartKey(this.#startKey);
      info.setEndKey(this.#seenEnd);
      info.setItrExhausted(this.#exhausted);
      if (summary !== undefined) info.setReadsMerkleHashes(summary);
      else if (reads.length > 0) info.setRawReads(queryReads(reads));
    });
  }
}

/** The key by which a peer binds every simulation to the chaincode's definition (`_lifecycle`). */
export function definitionKey(chaincode: string): string {
  return `namespaces/fields/${chaincode}/Sequence`;
}

export const LIFECYCLE_NAMESPACE = '_lifecycle';

function namespaceSet(
  namespace: string,
  set: InstanceType<typeof KVRWSet>,
): InstanceType<typeof NsReadWriteSet> {
  return make(new NsReadWriteSet(), (message) => {
    message.setNamespace(namespace);
    message.setRwset(set.serializeBinary());
  });
}

/** One run of the contract over a snapshot: reads committed state, gathers its read-write set, changes nothing. */
export class Simulation {
  readonly #snapshot: Snapshot;
  readonly #namespace: string;
  readonly #reads = new Map<ByteKey, Version | undefined>();
  readonly #writes = new Map<ByteKey, Uint8Array | undefined>();
  readonly #queries: RangeQuery[] = [];

  constructor(snapshot: Snapshot, namespace: string) {
    this.#snapshot = snapshot;
    this.#namespace = namespace;
  }

  getState(key: string): Uint8Array | undefined {
    const byteKey = toByteKey(key);
    const found = this.#snapshot.get(this.#namespace, byteKey);
    this.#reads.set(byteKey, found?.version);
    return found?.value;
  }

  /** Records a write; like Fabric, takes an empty value for a deletion. */
  putState(key: string, value: Uint8Array): void {
    this.#writes.set(toByteKey(key), value.length === 0 ? undefined : value);
  }

  deleteState(key: string): void {
    this.putState(key, new Uint8Array(0));
  }

  range(startKey: string, endKey: string): RangeQuery {
    const query = new RangeQuery(this.#snapshot, this.#namespace, startKey, endKey);
    this.#queries.push(query);
    return query;
  }

  history(key: string): Version[] {
    return this.#snapshot.history(this.#namespace, toByteKey(key));
  }

  /** The read-write set in Fabric's order: namespaces and keys by bytes, equal range queries once. */
  results(): Uint8Array {
    const definition = definitionKey(this.#namespace);
    const defined = this.#snapshot.get(LIFECYCLE_NAMESPACE, toByteKey(definition));
    const lifecycle = make(new KVRWSet(), (set) => set.addReads(kvRead(definition, defined?.version)));
    const own = this.#ownSet();
    const sets = [namespaceSet(LIFECYCLE_NAMESPACE, lifecycle)];
    if (own !== undefined) sets.push(namespaceSet(this.#namespace, own));
    sets.sort((a, b) => Buffer.compare(Buffer.from(a.getNamespace()), Buffer.from(b.getNamespace())));
    return make(new TxReadWriteSet(), (message) => message.setNsRwsetList(sets)).serializeBinary();
  }

  #ownSet(): InstanceType<typeof KVRWSet> | undefined {
    if (this.#reads.size + this.#writes.size + this.#queries.length === 0) return undefined;
    const set = new KVRWSet();
    for (const key of [...this.#reads.keys()].sort()) {
      set.addReads(kvRead(fromByteKey(key), this.#reads.get(key)));
    }
    for (const info of this.#distinctQueries()) set.addRangeQueriesInfo(info);
    for (const key of [...this.#writes.keys()].sort()) {
      const value = this.#writes.get(key);
      const write = new KVWrite();
      write.setKey(fromByteKey(key));
      write.setIsDelete(value === undefined);
      if (value !== undefined) write.setValue(value);
      set.addWrites(write);
    }
    return set;
  }

  #distinctQueries(): RangeQueryInfoMessage[] {
    const infos = new Map<string, RangeQueryInfoMessage>();
    for (const query of this.#queries) {
      const info = query.info();
      const identity = JSON.stringify([info.getStartKey(), info.getEndKey(), info.getItrExhausted()]);
      if (!infos.has(identity)) infos.set(identity, info);
    }
    return [...infos.values()];
  }
}
