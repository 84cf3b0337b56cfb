import { createHash } from 'node:crypto';
import type { State } from '../state/transaction';
import { allHeads } from './logs';
import type { NamedHead } from './logs';

const hash = (prefix: number, ...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.from([prefix]), ...parts]))
    .digest();

/** The leaf of a head: its line in the list of heads, without an end of line. */
const lineOf = ({ log, id, seq, hash: head }: NamedHead): string => `${log} ${id} ${seq} ${head}`;

/** The Merkle root over leaves in their order (RFC 6962 §2.1); of none, SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  // Subtrees that are whole, the largest first: each is of twice as many leaves as the next, or more.
  const whole: { readonly size: number; readonly root: Buffer }[] = [];
  for (const leaf of leaves) {
    let node = { size: 1, root: hash(0x00, leaf) };
    for (let last = whole.at(-1); last?.size === node.size; last = whole.at(-1)) {
      whole.pop();
      node = { size: node.size * 2, root: hash(0x01, last.root, node.root) };
    }
    whole.push(node);
  }
  const last = whole.pop();
  if (last === undefined) return createHash('sha256').digest();
  return whole.reduceRight((right, { root }) => hash(0x01, root, right), last.root);
}

/** Count of all logs, and the Merkle root over their heads' lines in byte order, in hex. */
export async function rootOfHeads(state: State): Promise<{ count: number; heads: string }> {
  const leaves: Uint8Array[] = [];
  for await (const head of allHeads(state)) leaves.push(Buffer.from(lineOf(head)));
  return { count: leaves.length, heads: merkleRoot(leaves).toString('hex') };
}
