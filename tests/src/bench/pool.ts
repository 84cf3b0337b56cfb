import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verifier } from '@certbridge/verifier-sdk';
import { sampleIssuers } from '../samples/issuers.js';
import { Mint } from './certificates.js';
import { measureRounds, medians, pairedRatio } from './measure.js';
import type { Contender, Figure } from './measure.js';
import { progress } from './progress.js';
import { BenchLedger } from './window.js';

const FILES = 128;
/** Enough to keep each thread busy. */
const IN_FLIGHT = 4 * availableParallelism();

/** PDF files on a disk to verdicts: by one thread, and by a pool on every processor. */
export async function benchPool(): Promise<Figure[]> {
  const [issuer] = sampleIssuers;
  if (issuer === undefined) throw new Error('there is no sample issuer');
  const mint = await Mint.open(issuer);
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  try {
    progress(`minting ${FILES} certificates`);
    const minted = [];
    for (let index = 0; index < FILES; index += 1) minted.push(await mint.mint(mint.row(index)));
    const ledger = await BenchLedger.open(mint, issuer);
    const mirror = join(folder, 'mirror');
    const files: string[] = [];
    for (const [index, pdf] of (await ledger.anchor(minted)).entries()) {
      const file = join(folder, `${index}.pdf`);
      await writeFile(file, pdf);
      files.push(file);
    }
    await ledger.sync(mirror);
    const pool = ledger.pool(mirror);
    const contender = (name: string, verifier: Verifier): Contender => ({
      name,
      inFlight: IN_FLIGHT,
      async work(index) {
        const { verdict, code } = await verifier.verifyPdf(await readFile(files[index % FILES] as string));
        if (verdict !== 'valid')
          throw new Error(`what is measured must be valid; it is ${verdict} (${code})`);
      },
    });
    progress('measuring');
    const rounds = await measureRounds([
      contender('one thread', ledger.verifier(await ledger.load(mirror))),
      contender('pool', pool),
    ]);
    await pool.close();
    const { pool: byPool = [], 'one thread': byOne = [] } = rounds;
    return [
      {
        bench: `verify PDF files, ${availableParallelism()} processors`,
        value: medians(rounds)['pool'] ?? 0,
        unit: 'verifications/s',
        peers: { 'one thread': medians(rounds)['one thread'] ?? 0 },
        paired: { 'one thread': pairedRatio(byPool, byOne) },
        note: 'read from a disk; entries seen before',
      },
    ];
  } finally {
    await mint.close();
    await rm(folder, { recursive: true, force: true });
  }
}
