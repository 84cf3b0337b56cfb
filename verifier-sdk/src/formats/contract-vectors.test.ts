import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { utf8 } from './bytes.js';
import { sha256Hex } from './hash.js';
import { canonicalJson } from './json.js';
import type { Json } from './json.js';
import {
  changeReasons,
  changeStates,
  isFinal,
  mayFollow,
  recordedStates,
  statusRules,
  successorRule,
} from './status-rules.js';

/* The contract shares no code with the SDK: both are held to the same files. */

/** The contract reads this file itself when it runs, so that it lies with the contract. */
const contractRules = createRequire(import.meta.url).resolve(
  '@certbridge/chaincode/src/entries/status-rules.json',
);
const canonicalVectors = new URL('../../vectors/shared/canonical-json.json', import.meta.url);

const read = (file: string | URL): unknown => JSON.parse(readFileSync(file, 'utf8'));

interface StatusRules {
  readonly states: Readonly<Record<string, { follows: readonly string[]; successor: string | null }>>;
  readonly exempt: readonly string[];
  readonly reasons: readonly string[];
}

describe('statuses are those of the contract:', () => {
  const { states, exempt, reasons } = read(contractRules) as StatusRules;

  it('its states, and its reasons', () => {
    expect([...changeStates].sort()).toEqual(Object.keys(states).sort());
    expect([...changeReasons].sort()).toEqual([...reasons].sort());
  });

  it('what no budget of a log holds up', () => {
    expect(changeStates.filter((state) => statusRules[state].exempt).sort()).toEqual([...exempt].sort());
  });

  it.each(changeStates)('what %s may follow, and whose certificate must be named', (state) => {
    const before = [undefined, ...recordedStates].filter((from) => mayFollow(from, state));
    expect(before.map((from) => from ?? 'none').sort()).toEqual([...(states[state]?.follows ?? [])].sort());
    expect(successorRule(state)).toBe(states[state]?.successor);
  });

  it('a certificate stands in the state that changed it, or as issued once it is reinstated', () => {
    for (const state of recordedStates) {
      expect(statusRules[state].becomes).toBe(state === 'reinstated' ? 'issued' : state);
    }
  });

  it('what nothing follows is final', () => {
    const followed = new Set(Object.values(states).flatMap(({ follows }) => follows));
    expect(recordedStates.filter(isFinal)).toEqual(recordedStates.filter((state) => !followed.has(state)));
  });
});

interface CanonicalVector {
  readonly about: string;
  readonly value: Json;
  readonly canonical: string;
  readonly sha256: string;
}

describe('canonical JSON (RFC 8785) and its hash are the contract’s:', () => {
  it.each(read(canonicalVectors) as CanonicalVector[])('$about', async (vector) => {
    expect(canonicalJson(vector.value)).toBe(vector.canonical);
    expect(await sha256Hex(utf8(canonicalJson(vector.value)))).toBe(vector.sha256);
  });
});
