import type { Peers } from './peers.js';
import { settle } from './retry.js';

/** Reads from one peer. What that peer refuses is refused: nobody else is asked about a read. */
export async function evaluate(
  { peers, signal }: { peers: Peers; signal: AbortSignal },
  name: string,
  ...args: string[]
): Promise<string> {
  const result = await settle(
    signal,
    () => true,
    async () => ({
      done: await peers.with('service', ({ contract }) => contract.evaluate(name, { arguments: args })),
    }),
  );
  return Buffer.from(result).toString('utf8');
}
