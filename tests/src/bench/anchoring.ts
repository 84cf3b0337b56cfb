import { hash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerRefusal } from '@certbridge/service/ledger/adapter';
import { encodeLeaf, encodeReceipt, leafHash, merkleTree, toHex } from '@certbridge/verifier-sdk/formats';
import type { Entry, Leaf, MerkleTree } from '@certbridge/verifier-sdk/formats';
import type { IssuerLog } from '../ledger/issuers.js';

/** What minting leaves of so many certificates. */
const mintedLeaves = (count: number): Leaf[] =>
  Array.from({ length: count }, () => ({
    certId: randomBytes(16),
    qr: randomBytes(32),
    credential: randomBytes(32),
    pdf: randomBytes(32),
  }));

async function treeOf(leaves: readonly Leaf[]): Promise<MerkleTree> {
  return merkleTree(await Promise.all(leaves.map((leaf) => leafHash(encodeLeaf(leaf)))));
}

/** The hashes of a tree of so many leaves and nothing else: nobody on one core has its root sooner. */
export function hashesOf(leaves: number): void {
  const node = Buffer.alloc(65, 1);
  for (let left = 2 * leaves - 1; left > 0; left -= 1) hash('sha256', node, 'buffer');
}

/** Peers that lag behind the one which told of the last commit refuse the next entry: then it is sent again. */
async function append(log: IssuerLog, entry: Entry): Promise<void> {
  for (;;) {
    try {
      await log.append(entry);
      return;
    } catch (error) {
      if (!(error instanceof LedgerRefusal) || error.code !== 'ENTRY_SEQ_SKIPPED') throw error;
    }
  }
}

/** Builds the tree and commits its root: from then on the certificates are anchored. */
async function anchor(log: IssuerLog, leaves: readonly Leaf[]): Promise<{ tree: MerkleTree; entry: Entry }> {
  const tree = await treeOf(leaves);
  const entry = log.next({ ...log.tree(), root: toHex(tree.root), size: tree.size });
  await append(log, entry);
  return { tree, entry };
}

/** Anchors, has the entry attested, and makes every certificate's receipt; tells of each by its place. */
async function toReceipts(
  log: IssuerLog,
  leaves: readonly Leaf[],
  made: (place: number) => void,
): Promise<void> {
  const { tree, entry } = await anchor(log, leaves);
  const attestation = await log.ledger.attestEntry(log.issuer, entry.seq);
  for (const [index, leaf] of leaves.entries()) {
    encodeReceipt({ ...leaf, index, path: tree.proof(index), entry, attestation });
    made(index);
  }
}

export interface Anchored {
  readonly certificates: number;
  readonly seconds: number;
}

/** Anchors `size` certificates an entry on all logs at once, each log one entry after another. */
export async function anchorFor(logs: readonly IssuerLog[], size: number, forMs: number): Promise<Anchored> {
  const leaves = mintedLeaves(size);
  let certificates = 0;
  const started = performance.now();
  await Promise.all(
    logs.map(async (log) => {
      do {
        await anchor(log, leaves);
        certificates += size;
      } while (performance.now() - started < forMs);
    }),
  );
  return { certificates, seconds: (performance.now() - started) / 1_000 };
}

/** Milliseconds to the receipt of certificates that come one at a time, with nothing else going on. */
export async function latenciesAlone(log: IssuerLog, count: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let made = 0; made < count; made += 1) {
    const born = performance.now();
    await toReceipts(log, mintedLeaves(1), () => latencies.push(performance.now() - born));
  }
  return latencies;
}

export interface Stream {
  /** Certificates a second, and for how many seconds. */
  readonly rate: number;
  readonly seconds: number;
  /** How long the oldest waits for others, in milliseconds. */
  readonly age: number;
}

export interface StreamServed {
  /** Milliseconds from a certificate's birth to its receipt. */
  readonly latencies: readonly number[];
  /** Receipts a second over the whole stream: less than its rate where it was not kept up with. */
  readonly rate: number;
  readonly entries: number;
}

/** One department's steady stream on its one log: whatever waits goes into the next entry. */
export async function serveStream(log: IssuerLog, { rate, seconds, age }: Stream): Promise<StreamServed> {
  const total = rate * seconds;
  const latencies: number[] = [];
  let entries = 0;
  const started = performance.now();
  const bornAt = (index: number): number => started + (index * 1_000) / rate;
  for (let from = 0; from < total; entries += 1) {
    await sleep(Math.max(0, bornAt(from) + age - performance.now()));
    const to = Math.min(total, Math.floor(((performance.now() - started) * rate) / 1_000) + 1);
    const first = from;
    await toReceipts(log, mintedLeaves(to - from), (place) =>
      latencies.push(performance.now() - bornAt(first + place)),
    );
    from = to;
  }
  return { latencies, rate: (total * 1_000) / (performance.now() - started), entries };
}
