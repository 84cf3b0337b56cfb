import { createHash } from 'node:crypto';
import { toHex } from '../formats/bytes.js';
import { merkleTree } from '../formats/merkle.js';
import { describe, expect, it } from 'vitest';
import { GrowingTree } from './audit-tree.js';

const leaf = (n: number): Buffer => createHash('sha256').update(Buffer.of(0, n)).digest();

describe('a tree that grows', () => {
  it('has the root of RFC 6962 at every size, also when it goes on from its peaks', async () => {
    let tree = new GrowingTree();
    expect(tree.root).toBeUndefined();
    for (let n = 0; n < 70; n += 1) {
      tree = new GrowingTree(tree.size, tree.peaks);
      tree.append(leaf(n));
      const { root } = await merkleTree(Array.from({ length: n + 1 }, (_, i) => leaf(i)));
      expect(toHex(tree.root!)).toBe(toHex(root));
    }
    expect(tree.size).toBe(70);
  });
});
