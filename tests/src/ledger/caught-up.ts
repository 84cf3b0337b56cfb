import { expect } from 'vitest';
import { headsText } from '@certbridge/verifier-sdk/formats';
import type { Bed } from './bed.js';

/** Waits until the peers of all provinces have what each of them has: a commit is awaited at one peer only. */
export async function caughtUp({ zhejiang, anhui, sichuan }: Bed): Promise<void> {
  await expect
    .poll(
      async () => {
        const all = await Promise.all(
          [zhejiang, anhui, sichuan].map(async (ledger) => headsText(await ledger.heads())),
        );
        return new Set(all).size;
      },
      { interval: 20 },
    )
    .toBe(1);
}
