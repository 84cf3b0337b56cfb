import { equalBytes } from './bytes.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** RFC 6962 §2.1: SHA-256(0x00 ‖ input). */
export function leafHash(input: Uint8Array): Promise<Uint8Array> {
  return sha256(leafPrefix, input);
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(nodePrefix, left, right);
}

/** A tree over leaf hashes, and its proofs. */
export interface MerkleTree {
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Leaves. */
  readonly size: number;
  /** Inclusion proof, nearest sibling first (RFC 9162 §2.1.3.1). */
  readonly proof: (index: number) => Uint8Array[];
}

/** Pairs up a level; an odd last node moves up unchanged, which gives RFC 6962's tree. */
async function parents(level: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = level.slice(i, i + 2);
    if (left) above.push(right ? await nodeHash(left, right) : left);
  }
  return above;
}

/**
 * The Merkle tree (RFC 6962 §2.1) over leaf hashes; at least one.
 * @throws FormatError `PROOF_MALFORMED`
 */
export async function merkleTree(leafHashes: readonly Uint8Array[]): Promise<MerkleTree> {
  const levels: (readonly Uint8Array[])[] = [leafHashes];
  let top = leafHashes;
  while (top.length > 1) {
    top = await parents(top);
    levels.push(top);
  }
  const root = top[0];
  if (!root) throw new FormatError('PROOF_MALFORMED', 'a tree needs at least one leaf');
  return {
    root,
    size: leafHashes.length,
    proof(index) {
      if (!Number.isSafeInteger(index) || index < 0 || index >= leafHashes.length) {
        throw new FormatError('PROOF_MALFORMED', `no leaf ${index} in a tree of ${leafHashes.length}`);
      }
      const path: Uint8Array[] = [];
      let at = index;
      for (const level of levels.slice(0, -1)) {
        const sibling = level[at ^ 1];
        if (sibling) path.push(sibling);
        at = Math.floor(at / 2);
      }
      return path;
    },
  };
}

/** A leaf, its place, its path and the root that they should lead to. */
export interface Inclusion {
  /** SHA-256(0x00 ‖ leaf input), 32 bytes. */
  readonly leafHash: Uint8Array;
  /** Of the leaf, from 0. */
  readonly index: number;
  /** Leaves of the tree. */
  readonly size: number;
  /** Sibling hashes, 32 bytes each, nearest first. */
  readonly path: readonly Uint8Array[];
  /** 32 bytes. */
  readonly root: Uint8Array;
}

function isPlace(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && index >= 0 && index < size && size <= 0x7fff_ffff;
}

/** RFC 9162 §2.1.3.2. Indices below 2^31. */
export async function verifyInclusion(inclusion: Inclusion): Promise<boolean> {
  const { index, size, path, root } = inclusion;
  if (!isPlace(index, size) || [inclusion.leafHash, root, ...path].some((hash) => hash.length !== 32))
    return false;
  let fn = index;
  let sn = size - 1;
  let hash = inclusion.leafHash;
  for (const sibling of path) {
    if (sn === 0) return false;
    const isRight = fn % 2 === 1 || fn === sn;
    hash = isRight ? await nodeHash(sibling, hash) : await nodeHash(hash, sibling);
    // A node without a sibling moved up unchanged: skip the levels where it did.
    while (isRight && fn % 2 === 0 && fn !== 0) {
      fn >>= 1;
      sn >>= 1;
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn === 0 && equalBytes(hash, root);
}
