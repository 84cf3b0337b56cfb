import { sampleIssuers } from '../samples/issuers.js';
import { runProgram } from '../programs.js';
import { missing, python } from '../requirements.js';
import { Mint } from './certificates.js';
import { signFloor } from './floor.js';
import { rates } from './measure.js';
import type { Figure } from './measure.js';
import { benchStages } from './stages.js';
import { benchPipeline } from './pipeline.js';

/** pyHanko's rate of signing alone, a small file, P-256, no timestamp. */
async function pyHankoSigning(): Promise<number | undefined> {
  if (missing('pyhanko')) return undefined;
  const script = new URL('../../validators/pyhanko_sign_rate.py', import.meta.url).pathname;
  const { out } = await runProgram(python, [script, '5']);
  const rate = Number(out.trim());
  return Number.isFinite(rate) && rate > 0 ? rate : undefined;
}

/** Minting: from a validated row to the signed PDF on one core; by stages; and end to end into PostgreSQL. */
export async function benchMint(): Promise<Figure[]> {
  const issuer = sampleIssuers[0];
  if (issuer === undefined) throw new Error('there is no sample issuer');
  const mint = await Mint.open(issuer);
  const byRsa = await Mint.open(issuer, 'RS256');
  try {
    const rate = await rates([
      signFloor(),
      { name: 'mint', inFlight: 1, work: (index) => mint.mint(mint.row(index)) },
      { name: 'RSA', inFlight: 1, work: (index) => byRsa.mint(byRsa.row(index)) },
    ]);
    const pyHanko = await pyHankoSigning();
    const peers = pyHanko === undefined ? {} : { peers: { 'pyHanko, signature only': pyHanko } };
    const note = 'page, subset, QR code, credential, three signatures and the embedded timestamp; one core';
    return [
      {
        bench: 'mint row to PDF',
        value: rate['mint'] ?? 0,
        unit: 'certificates/s',
        floor: rate['floor'] ?? 0,
        ...peers,
        note,
      },
      {
        bench: 'mint row to PDF, RSA-3072',
        value: rate['RSA'] ?? 0,
        unit: 'certificates/s',
        note: 'the page signed with RSA; QR code and credential with P-256',
      },
      ...(await benchStages(mint)),
      ...(await benchPipeline()),
    ];
  } finally {
    await mint.close();
    await byRsa.close();
  }
}
