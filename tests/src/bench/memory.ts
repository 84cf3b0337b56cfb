import { sampleIssuers } from '../samples/issuers.js';
import { Mint } from './certificates.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

const CERTIFICATES = 100_000;
const EVERY = 20_000;

/** Minting a hundred thousand certificates in one process: what it holds once all is warm, and what it holds at the end. */
export async function benchMemory(): Promise<Figure[]> {
  const [issuer] = sampleIssuers;
  if (issuer === undefined) throw new Error('there is no sample issuer');
  const mint = await Mint.open(issuer);
  const figures: Figure[] = [];
  try {
    for (let index = 0; index < CERTIFICATES; index += 1) {
      await mint.mint(mint.row(index));
      const done = index + 1;
      if (done !== 1_000 && done % EVERY > 0) continue;
      progress(`${done.toLocaleString('en')} of ${CERTIFICATES.toLocaleString('en')} minted`);
      const value = held() / 2 ** 20;
      figures.push({ bench: `memory after ${done.toLocaleString('en')} certificates`, value, unit: 'MiB' });
    }
    return figures;
  } finally {
    await mint.close();
  }
}

/** Heap and buffers after a collection: what something still refers to. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
