import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleIssuers } from '../samples/issuers.js';
import { Mint } from './certificates.js';
import { shownCodes } from './wallet-codes.js';
import { BenchLedger, qrTextOf } from './window.js';

it('what the benches verify is valid: one that is refused sooner would be measured as faster', async () => {
  const [issuer] = sampleIssuers;
  const mint = await Mint.open(issuer!);
  const minted = [await mint.mint(mint.row(0))];
  const ledger = await BenchLedger.open(mint, issuer!);
  const [pdf] = await ledger.anchor(minted);
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  await ledger.sync(folder);
  const verifier = ledger.verifier(await ledger.load(folder), { language: 'en' });
  expect(await verifier.verifyPdf(pdf!)).toMatchObject({ verdict: 'valid', code: 'OK' });
  expect(await verifier.verifyQr(await qrTextOf(minted[0]!))).toMatchObject({ verdict: 'valid', code: 'OK' });
  const [live] = await shownCodes(mint, ledger, minted, 1);
  expect(await verifier.verifyQr(live!.text, live!.asked)).toMatchObject({ verdict: 'valid', code: 'OK' });
  await mint.close();
  await rm(folder, { recursive: true });
});
