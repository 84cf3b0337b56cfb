import { describe, expect, it } from 'vitest';
import { canonicalJson } from './json';
import { recordHash } from './hash';
import type { Json } from './json';
import { sharedVectors } from '../unit-ledger/vectors';

interface Vector {
  readonly about: string;
  readonly value: Json;
  readonly canonical: string;
  readonly sha256: string;
}

const vectors = sharedVectors('canonical-json.json') as Vector[];

describe('canonical JSON (RFC 8785)', () => {
  it.each(vectors)('$about', ({ value, canonical, sha256 }) => {
    expect(canonicalJson(value)).toBe(canonical);
    expect(recordHash(value)).toBe(sha256);
  });

  it('refuses a lone surrogate, in a value and in a name', () => {
    expect(() => canonicalJson('\ud800')).toThrow(TypeError);
    expect(() => canonicalJson({ '\udc00': 1 })).toThrow(TypeError);
  });

  it('refuses a number that JSON cannot hold', () => {
    expect(() => canonicalJson(Infinity)).toThrow(TypeError);
  });
});
