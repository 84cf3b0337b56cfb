/* What the test suites of standards found: each kind has a vector in vectors/standards. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FormatError } from './error.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { parseWindowKeys } from './jwk.js';
import { verifyInclusion } from './merkle.js';
import { checkIdNumber, checkUscc } from './numbers.js';
import { parsePrivateWindowKey } from '../verification-receipts/window-key.js';

function vectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/standards/${name}.json`, import.meta.url), 'utf8'));
}

interface Cases {
  readonly accepted: readonly (readonly [string, string])[];
  readonly refused: readonly (readonly [string, string])[];
}

describe('strict JSON has no lone surrogate', () => {
  const { accepted, refused } = vectors('json') as {
    accepted: readonly (readonly [string, Json])[];
    refused: readonly string[];
  };

  it.each(refused.map((text) => [text]))('%s is refused', (text) => {
    expect(() => parseJson(text)).toThrow(FormatError);
  });

  it('nor one that stands in the text as it is', () => {
    expect(() => parseJson('"\ud800"')).toThrow(FormatError);
  });

  it.each(accepted)('%s is read', (text, value) => {
    expect(parseJson(text)).toEqual(value);
    expect(parseJson(canonicalJson(value))).toEqual(value);
  });
});

describe('window keys (RFC 7517 §4)', () => {
  const { key, accepted, refused } = vectors('window-keys') as {
    key: JsonObject;
    accepted: readonly JsonObject[];
    refused: readonly JsonObject[];
  };

  it.each(accepted.map((more) => [JSON.stringify(more), more] as const))('%s is no harm', (_, more) => {
    expect(parseWindowKeys(JSON.stringify({ ...key, ...more }))).toEqual([key]);
    expect(parseWindowKeys(JSON.stringify({ keys: [{ ...key, ...more }], version: 1 }))).toEqual([key]);
  });

  it.each(refused.map((more) => [JSON.stringify(more), more] as const))('%s is refused', (_, more) => {
    expect(() => parseWindowKeys(JSON.stringify({ ...key, ...more }))).toThrow(FormatError);
    expect(() => parseWindowKeys(JSON.stringify({ keys: [{ ...key, ...more }] }))).toThrow(FormatError);
  });

  it('private ones are read as WebCrypto exports them', () => {
    const d = 'A'.repeat(43);
    const exported = { ...key, d, key_ops: ['sign'], ext: true, alg: 'ES256' };
    expect(parsePrivateWindowKey(JSON.stringify(exported))).toEqual({ ...key, d });
    expect(() => parsePrivateWindowKey(JSON.stringify({ ...exported, use: 'enc' }))).toThrow(FormatError);
  });
});

describe('numbers', () => {
  const { today, idNumbers, creditCodes } = vectors('numbers') as {
    today: string;
    idNumbers: Cases;
    creditCodes: Cases;
  };

  it.each(idNumbers.accepted)('%s is a citizen number: %s', (number) => {
    expect(checkIdNumber(number, today)).toBe(true);
  });

  it.each(idNumbers.refused)('%s is none: %s', (number) => {
    expect(checkIdNumber(number, today)).toBe(false);
  });

  it('nobody is born after the clock’s day', () => {
    expect(checkIdNumber('110199299901010013')).toBe(false);
  });

  it.each(creditCodes.accepted)('%s is a credit code: %s', (code) => {
    expect(checkUscc(code)).toBe(true);
  });

  it.each(creditCodes.refused)('%s is none: %s', (code) => {
    expect(checkUscc(code)).toBe(false);
  });
});

describe('an inclusion proof (RFC 9162 §2.1.3.2)', () => {
  it.each([
    ['two empty hashes', 0, 0],
    ['hashes that are too short', 31, 31],
    ['hashes that are too long', 33, 33],
  ])('of a tree of one leaf is none with %s', async (_, leaf, root) => {
    const inclusion = {
      leafHash: new Uint8Array(leaf),
      root: new Uint8Array(root),
      index: 0,
      size: 1,
      path: [],
    };
    expect(await verifyInclusion(inclusion)).toBe(false);
  });
});
