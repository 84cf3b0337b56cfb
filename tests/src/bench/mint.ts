import { sampleIssuers } from '../samples/issuers.js';
import { Mint } from './certificates.js';
import { signFloor } from './floor.js';
import { measureRounds, medians, pairedRatio } from './measure.js';
import type { Figure } from './measure.js';
import { benchPipeline } from './pipeline.js';
import { INSTALL_PYHANKO, PyHanko } from './py-hanko.js';
import { benchStages } from './stages.js';

/** Minting: from a validated row to the signed PDF on one core; by stages; and end to end into PostgreSQL. */
export async function benchMint(): Promise<Figure[]> {
  const issuer = sampleIssuers[0];
  if (issuer === undefined) throw new Error('there is no sample issuer');
  const mint = await Mint.open(issuer);
  const byRsa = await Mint.open(issuer, 'RS256');
  const pyHanko = PyHanko.signing();
  try {
    const rounds = await measureRounds(
      [
        signFloor(),
        { name: 'mint', inFlight: 1, work: (index) => mint.mint(mint.row(index)) },
        ...(pyHanko ? [pyHanko] : []),
        { name: 'RSA', inFlight: 1, work: (index) => byRsa.mint(byRsa.row(index)) },
      ],
      9,
    );
    const rate = medians(rounds);
    const { mint: minted = [], pyHanko: signed } = rounds;
    const beside = 'pyHanko, signature only';
    const lacking = signed ? '' : `; pyHanko is not installed: ${INSTALL_PYHANKO}`;
    const note = `page, subset, QR code, credential, three signatures and the embedded timestamp; one core${lacking}`;
    return [
      {
        bench: 'mint row to PDF',
        value: rate['mint'] ?? 0,
        unit: 'certificates/s',
        floor: rate['floor'] ?? 0,
        ...(signed && {
          peers: { [beside]: rate['pyHanko'] ?? 0 },
          paired: { [beside]: pairedRatio(minted, signed) },
        }),
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
    await pyHanko?.close();
    await mint.close();
    await byRsa.close();
  }
}
