import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { isExactSpki } from './spki';
import type { Algorithm } from './spki';

const vectors = sharedVectors('public-keys.json') as readonly Vector<{
  readonly alg: Algorithm;
  readonly spki: string;
}>[];

describe('the one encoding of a public key', () => {
  it.each(vectors)('$name', ({ input, ok }) => {
    expect(isExactSpki(Buffer.from(input.spki, 'base64'), input.alg)).toBe(ok);
  });

  it('is not what Node reads and writes again: it keeps a point in hybrid form', () => {
    const hybrid = vectors
      .filter(({ name }) => name.includes('hybrid'))
      .map(({ input }) => Buffer.from(input.spki, 'base64'));
    const kept = hybrid.filter((spki) => {
      try {
        return createPublicKey({ key: spki, format: 'der', type: 'spki' })
          .export({ format: 'der', type: 'spki' })
          .equals(spki);
      } catch {
        return false;
      }
    });
    expect(kept).toHaveLength(1);
  });
});
