import fc from 'fast-check';
import { call } from './calls';
import type { AnyCall, Known } from './calls';
import type { MemoryLedger } from './memory';
import { stateOf } from './replay';
import { Sample } from './sample';

/** The province that owns the issuer, or whose region its code names. */
function provinceOf(known: Known, issuer: string | undefined): string {
  const owner = stateOf(known.sample.ledger, 'issuer').find(([[each]]) => each === issuer)?.[1]['mspId'];
  if (owner !== undefined) return owner as string;
  return issuer?.slice(2, 4) === '34' ? 'AnhuiMSP' : 'ZhejiangMSP';
}

function knownOf(sample: Sample): Known {
  const { ledger } = sample;
  return {
    sample,
    proposals: stateOf(ledger, 'proposal').map(([, open]) => open),
    kids: stateOf(ledger, 'key').map(([[issuer = '', kid = '']]) => `${issuer} ${kid}`),
    now: new Date(ledger.now).toISOString(),
  };
}

/** Makes the calls on a new ledger; `refused`: what those threw that were not taken. */
async function makeCalls(
  calls: readonly AnyCall[],
): Promise<{ readonly ledger: MemoryLedger; readonly refused: readonly unknown[] }> {
  const sample = await Sample.start();
  const refused: unknown[] = [];
  for (const { mspId, roles, attempt, pause } of calls) {
    sample.ledger.now += pause;
    const known = knownOf(sample);
    const caller = mspId ?? attempt.province?.(known) ?? provinceOf(known, attempt.issuer);
    try {
      await sample.ledger.call(caller, roles, attempt.build(known));
    } catch (error) {
      refused.push(error);
    }
  }
  return { ledger: sample.ledger, refused };
}

/**
 * A property of the ledger that up to 80 calls leave, and of what those threw that were refused.
 * @param runs how many and from which seed: a test of another package has another instance of fast-check
 */
export async function afterAnyCalls(
  property: (ledger: MemoryLedger, refused: readonly unknown[]) => Promise<void> | void,
  { numRuns = 300, seed = 0 }: Pick<fc.GlobalParameters, 'numRuns' | 'seed'>,
): Promise<void> {
  const calls = fc.array(call, { minLength: 1, maxLength: 80, size: 'max' });
  await fc.assert(
    fc.asyncProperty(calls, async (each) => {
      const { ledger, refused } = await makeCalls(each);
      await property(ledger, refused);
    }),
    { numRuns, seed },
  );
}
