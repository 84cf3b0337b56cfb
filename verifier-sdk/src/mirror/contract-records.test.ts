import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { replayContract } from './contract-records.fixture.js';
import type { ContractRecords, ContractState } from './contract-records.fixture.js';

/* The contract's tests write the file, and state in it what the contract keeps. */
const path = new URL('../../vectors/shared/ledger-history.json', import.meta.url);
const vectors = JSON.parse(readFileSync(path, 'utf8')) as (ContractState & {
  readonly name: string;
  readonly input: ContractRecords;
})[];

it.each(vectors)('replayed from its records, $name is what the contract keeps', async (vector) => {
  const { input, registry, statuses, count, heads } = vector;
  expect(await replayContract(input, vector)).toEqual({ registry, statuses, count, heads, doubts: [] });
});
