import { traced } from '../../platform/tracing/index.js';
import { classify } from './failure.js';
import type { Peers } from './peers.js';
import { settle } from './retry.js';
import { ledgerSpan } from './span.js';

/**
 * Reads from one peer. What that peer refuses is refused: nobody else is asked about a read. A peer that is up
 * and cannot read, its contract being away, is passed over for the next.
 */
export async function evaluate(
  { peers, signal }: { peers: Peers; signal: AbortSignal },
  name: string,
  ...args: string[]
): Promise<string> {
  const result = await traced(ledgerSpan('evaluate', name), () =>
    settle(
      signal,
      () => true,
      async () => ({
        done: await peers.with('service', async (access) => {
          try {
            return await access.contract.evaluate(name, { arguments: args });
          } catch (error) {
            if (classify(error).kind === 'unsettled') access.avoid();
            throw error;
          }
        }),
      }),
    ),
  );
  return Buffer.from(result).toString('utf8');
}
