import { createHash } from 'node:crypto';
import { ledger } from '@hyperledger/fabric-protos';
import { make } from '../message.js';

const { KVRead, QueryReads, QueryReadsMerkleSummary, Version: VersionMessage } = ledger.rwset.kvrwset;
export type KVRead = InstanceType<typeof KVRead>;
export type RangeQueryInfo = InstanceType<typeof ledger.rwset.kvrwset.RangeQueryInfo>;
type MerkleSummary = InstanceType<typeof QueryReadsMerkleSummary>;

/** Fabric's `maxDegreeQueryReadsHashing`: up to this many results are listed, more are summarised by hashes. */
const MAX_DEGREE = 50;

/** A read as the read-write set holds it; without a version the key did not exist. */
export function kvRead(key: string, version: { block: number; tx: number } | undefined): KVRead {
  return make(new KVRead(), (read) => {
    read.setKey(key);
    if (version === undefined) return;
    read.setVersion(
      make(new VersionMessage(), (message) => {
        message.setBlockNum(version.block);
        message.setTxNum(version.tx);
      }),
    );
  });
}

export function queryReads(reads: readonly KVRead[]): InstanceType<typeof QueryReads> {
  return make(new QueryReads(), (message) => message.setKvReadsList([...reads]));
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/**
 * What a range query saw, summed up as Fabric's `rwsetutil.RangeQueryResultsHelper` does, so that endorsements
 * compare and validation at commit finds phantoms. Batches of MAX_DEGREE+1 results become a hash, that many
 * hashes a hash of the next level, and so on.
 */
export class RangeReads {
  #pending: KVRead[] = [];
  readonly #levels = new Map<number, Buffer[]>();
  #maxLevel = 1;

  add(read: KVRead): void {
    this.#pending.push(read);
    if (this.#pending.length > MAX_DEGREE) this.#hashPending();
  }

  #hashPending(): void {
    let hash = sha256(queryReads(this.#pending).serializeBinary());
    this.#pending = [];
    for (let level = 1; ; level += 1) {
      const hashes = this.#levels.get(level) ?? [];
      hashes.push(hash);
      this.#levels.set(level, hashes);
      this.#maxLevel = Math.max(this.#maxLevel, level);
      if (hashes.length <= MAX_DEGREE) return;
      hash = sha256(Buffer.concat(hashes));
      this.#levels.delete(level);
    }
  }

  /** Ends the query: either the reads themselves or the summary of their hashes. */
  finish(): { reads: readonly KVRead[]; summary: MerkleSummary | undefined } {
    if (this.#levels.size === 0) return { reads: this.#pending, summary: undefined };
    if (this.#pending.length > 0) this.#hashPending();
    for (let level = 1; level < this.#maxLevel; level += 1) this.#raise(level);
    if ((this.#levels.get(this.#maxLevel) ?? []).length > MAX_DEGREE) {
      this.#raise(this.#maxLevel);
      this.#maxLevel += 1;
    }
    const hashes = this.#levels.get(this.#maxLevel) ?? [];
    const summary = make(new QueryReadsMerkleSummary(), (message) => {
      message.setMaxDegree(MAX_DEGREE);
      message.setMaxLevel(this.#maxLevel);
      message.setMaxLevelHashesList(hashes);
    });
    return { reads: [], summary };
  }

  #raise(level: number): void {
    const hashes = this.#levels.get(level) ?? [];
    const [only] = hashes;
    if (only === undefined) return;
    this.#levels.delete(level);
    const above = this.#levels.get(level + 1) ?? [];
    above.push(hashes.length === 1 ? only : sha256(Buffer.concat(hashes)));
    this.#levels.set(level + 1, above);
  }
}
