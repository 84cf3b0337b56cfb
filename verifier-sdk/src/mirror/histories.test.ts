import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import { createVerifier } from '../verify/index.js';
import { departures, followHistory } from './followed-history.fixture.js';
import { makeStock } from './history.fixture.js';
import type { Stock } from './history.fixture.js';
import { MemoryStore, openMirror, syncMirror } from './index.js';
import { recordHistory } from './recorded-history.fixture.js';

/* Each is many syncs and verifications: twenty in `npm test`, ten thousand in `npm run test:long`. */
const runs = fc.readConfigureGlobal().numRuns ?? 300;
const numRuns = runs > 300 ? Math.ceil(runs / 3) : Math.ceil(runs / 15);

const sdk = { createVerifier, MemoryStore, openMirror, syncMirror };
let stock: Stock;
beforeAll(async () => {
  stock = await makeStock();
});

it('whatever provinces do, mirrors that followed from any cut, were opened again or begin afresh know the same, and honest certificates keep their verdict', () =>
  fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const history = await recordHistory(seed, stock);
      expect(departures(history, await followHistory(sdk, history))).toEqual([]);
    }),
    { numRuns },
  ));
