import { randomUUID } from 'node:crypto';
import { ledger, peer } from '@hyperledger/fabric-protos';
import { make } from '../message.js';
import type { RangeQuery } from '../simulation/simulation.js';

/** Fabric hands results to the chaincode in batches of this many. */
const BATCH = 100;

/** Anything that yields results one by one, already in their protobuf form. */
export interface ResultIterator {
  next(): Promise<Uint8Array | undefined>;
}

export function rangeResults(query: RangeQuery, namespace: string): ResultIterator {
  return {
    next: async () => {
      const found = query.next();
      if (found === undefined) return Promise.resolve(undefined);
      const kv = make(new ledger.queryresult.KV(), (message) => {
        message.setNamespace(namespace);
        message.setKey(found.key);
        message.setValue(found.value);
      });
      return Promise.resolve(kv.serializeBinary());
    },
  };
}

interface OpenQuery {
  readonly iterator: ResultIterator;
  readonly limit: number;
  pending: Uint8Array[];
  total: number;
}

/** The queries that one transaction has open; batches are cut exactly as a peer cuts them. */
export class QueryResults {
  readonly #open = new Map<string, OpenQuery>();

  async start(iterator: ResultIterator, limit: number): Promise<Uint8Array> {
    const id = randomUUID();
    this.#open.set(id, { iterator, limit, pending: [], total: 0 });
    return this.next(id);
  }

  /** The next batch. One result is read ahead, so that `hasMore` is only said when there is more. */
  async next(id: string): Promise<Uint8Array> {
    const query = this.#open.get(id);
    if (query === undefined) throw new Error('query iterator not found');
    while (query.total < query.limit) {
      const result = await query.iterator.next();
      if (result === undefined) break;
      query.total += 1;
      const full = query.pending.length === BATCH;
      const batch = query.pending;
      if (full) query.pending = [];
      query.pending.push(result);
      if (full) return response(id, batch, true);
    }
    this.#open.delete(id);
    return response(id, query.pending, false);
  }

  close(id: string): Uint8Array {
    this.#open.delete(id);
    return response(id, [], false);
  }
}

function response(id: string, batch: readonly Uint8Array[], hasMore: boolean): Uint8Array {
  return make(new peer.QueryResponse(), (message) => {
    message.setId(id);
    message.setHasMore(hasMore);
    message.setResultsList(
      batch.map((result) => make(new peer.QueryResultBytes(), (bytes) => bytes.setResultbytes(result))),
    );
  }).serializeBinary();
}
