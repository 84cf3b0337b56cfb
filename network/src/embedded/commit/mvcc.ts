import { peer } from '@hyperledger/fabric-protos';
import type { ledger } from '@hyperledger/fabric-protos';
import { kvRead, RangeReads } from '../simulation/range-reads.js';
import type { KVRead, RangeQueryInfo } from '../simulation/range-reads.js';
import { fromByteKey, toByteKey } from '../state/key-order.js';
import type { ByteKey } from '../state/key-order.js';
import type { State, StateWrite, Version } from '../state/state.js';
import type { NamespaceReadWrites } from '../transaction.js';

const { TxValidationCode } = peer;
type VersionMessage = InstanceType<typeof ledger.rwset.kvrwset.Version>;

function sameVersion(found: Version | undefined, read: VersionMessage | undefined): boolean {
  if (found === undefined || read === undefined) return found === read;
  return found.block === read.getBlockNum() && found.tx === read.getTxNum();
}

/** Committed state with the writes of the block's earlier valid transactions on top. */
export class PendingBlock {
  readonly #state: State;
  readonly #written = new Map<string, Map<ByteKey, StateWrite>>();
  readonly writes: StateWrite[] = [];

  constructor(state: State) {
    this.#state = state;
  }

  add(writes: readonly StateWrite[]): void {
    for (const write of writes) {
      let namespace = this.#written.get(write.namespace);
      if (namespace === undefined) {
        namespace = new Map();
        this.#written.set(write.namespace, namespace);
      }
      namespace.set(write.key, write);
      this.writes.push(write);
    }
  }

  /** The validation code of a transaction's reads: valid, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT. */
  validate(sets: readonly NamespaceReadWrites[]): number {
    for (const { namespace, set } of sets) {
      if (!set.getReadsList().every((read) => this.#readStands(namespace, read))) {
        return TxValidationCode.MVCC_READ_CONFLICT;
      }
      if (!set.getRangeQueriesInfoList().every((query) => this.#rangeStands(namespace, query))) {
        return TxValidationCode.PHANTOM_READ_CONFLICT;
      }
    }
    return TxValidationCode.VALID;
  }

  #readStands(namespace: string, read: KVRead): boolean {
    const key = toByteKey(read.getKey());
    // A key written earlier in this block conflicts whatever was read of it.
    if (this.#written.get(namespace)?.has(key) === true) return false;
    return sameVersion(this.#state.get(namespace, key)?.version, read.getVersion());
  }

  /** Runs the range query again and compares what it finds. */
  #rangeStands(namespace: string, query: RangeQueryInfo): boolean {
    const found = this.#range(namespace, query);
    const summary = query.getReadsMerkleHashes();
    if (summary !== undefined) {
      const reads = new RangeReads();
      for (const { key, version } of found) reads.add(kvRead(key, version));
      const again = reads.finish().summary?.serializeBinary();
      return again !== undefined && Buffer.from(again).equals(summary.serializeBinary());
    }
    const expected = query.getRawReads()?.getKvReadsList() ?? [];
    for (const read of expected) {
      const next = found.next();
      if (
        next.done === true ||
        next.value.key !== read.getKey() ||
        !sameVersion(next.value.version, read.getVersion())
      ) {
        return false;
      }
    }
    return found.next().done === true;
  }

  /** Keys and versions in the query's range; one that was not exhausted includes the last key that it saw. */
  *#range(namespace: string, query: RangeQueryInfo): Generator<{ key: string; version: Version }> {
    const start = toByteKey(query.getStartKey());
    const end = toByteKey(query.getEndKey());
    const written = this.#written.get(namespace) ?? new Map<ByteKey, StateWrite>();
    const inRange = (key: ByteKey): boolean =>
      key >= start && (end === '' || (query.getItrExhausted() ? key < end : key <= end));
    const pending = [...written.keys()].filter(inRange).sort();
    let from = start;
    let after = false;
    for (;;) {
      const committed = this.#state.next(namespace, from, '' as ByteKey, after);
      const stored = committed !== undefined && inRange(committed.key) ? committed : undefined;
      const [fresh] = pending;
      if (stored === undefined && fresh === undefined) return;
      if (fresh !== undefined && (stored === undefined || fresh <= stored.key)) {
        pending.shift();
        const write = written.get(fresh);
        if (stored?.key === fresh) [from, after] = [fresh, true];
        if (write?.value !== undefined) yield { key: fromByteKey(fresh), version: write.version };
      } else if (stored !== undefined) {
        [from, after] = [stored.key, true];
        yield { key: fromByteKey(stored.key), version: stored.value.version };
      }
    }
  }
}
