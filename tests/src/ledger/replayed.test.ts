import { afterAnyCalls, keptState, replayLogs } from '@certbridge/chaincode/unit-ledger';
import { replayContract } from '@certbridge/verifier-sdk-fixtures';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/* The contract's own tests read the records of such ledgers by a naive reading of the rules; here the SDK does. */
const { numRuns = 300, ...rest } = fc.readConfigureGlobal();

it('whatever anybody calls, a mirror comes to the contract’s state by the records alone, and doubts none of them', () =>
  afterAnyCalls(
    async (ledger) => {
      const kept = await keptState(ledger);
      const replayed = await replayContract(Object.fromEntries(replayLogs(ledger)), kept);
      expect(replayed).toEqual({ ...kept, doubts: [] });
    },
    { ...rest, numRuns: Math.ceil(numRuns / 10) },
  ));
