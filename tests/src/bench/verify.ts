import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mirror } from '@certbridge/verifier-sdk';
import { sampleIssuers } from '../samples/issuers.js';
import { Mint } from './certificates.js';
import { verifyFloor } from './floor.js';
import { measureRounds, medians, pairedRatio } from './measure.js';
import type { Contender, Figure, Rounds, Spread } from './measure.js';
import { INSTALL_PEERS, installedContenders, joseContender, sdJwtContender } from './peers.js';
import { progress } from './progress.js';
import { INSTALL_PYHANKO, PyHanko } from './py-hanko.js';
import { shownCodes } from './wallet-codes.js';
import type { ShownCode } from './wallet-codes.js';
import { BenchLedger, qrTextOf } from './window.js';

const CERTIFICATES = 128;
const IN_FLIGHT = 64;
/** Certificates that the mirror covers, one in a hundred of them revoked. */
const SIZES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const UNIT = 'verifications/s';
/** Signatures that are verified: of a QR code, of a live code, of a PDF (page, timestamp, credential), and with its entry's two endorsements. */
const SIGNATURES = { qr: 1, live: 2, pdf: 3, anew: 5 } as const;

interface Stock {
  readonly texts: readonly string[];
  readonly pdfs: readonly Uint8Array[];
  readonly live: readonly ShownCode[];
  /** An SD-JWT with all its fields, and its issuer's key. */
  readonly credential: string;
  readonly spki: Uint8Array;
}

/** Verification on one core, warm, 64 under way: QR text to verdict, PDF bytes to verdict. */
export async function benchVerify(): Promise<Figure[]> {
  const [issuer] = sampleIssuers;
  if (issuer === undefined) throw new Error('there is no sample issuer');
  const mint = await Mint.open(issuer);
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  try {
    progress(`minting ${CERTIFICATES} certificates`);
    const minted = [];
    for (let index = 0; index < CERTIFICATES; index += 1) minted.push(await mint.mint(mint.row(index)));
    const ledger = await BenchLedger.open(mint, issuer);
    const pdfs = await ledger.anchor(minted);
    const texts = await Promise.all(minted.map(qrTextOf));
    const credential = minted[0]?.credential ?? '';
    progress('showing live codes');
    const live = await shownCodes(mint, ledger, minted);
    const stock = { texts, pdfs, live, credential, spki: mint.credentialSigner.spki };
    const figures: Figure[] = [];
    let grown = 0;
    for (const size of SIZES) {
      progress(`a mirror of ${size.toLocaleString('en')} certificates`);
      await ledger.grow(size - grown);
      grown = size;
      const { mirror, figures: ofMirror } = await loadMirror(size, ledger, join(folder, String(size)));
      if (size === SIZES[0]) figures.push(...(await amongPeers(ledger, mirror, stock)));
      figures.push(...(await ownRates(size, ledger, mirror, stock)), ...ofMirror);
    }
    return figures;
  } finally {
    await mint.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const at = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;

/** Ours: a QR code, a live code, a PDF of an entry that was seen before, a PDF whose entry is seen for the first time. */
function ours(ledger: BenchLedger, mirror: Mirror, { texts, pdfs, live }: Stock): Contender[] {
  const verifier = ledger.verifier(mirror);
  const forgetful = ledger.verifier(mirror, { rememberedAttestations: 0 });
  const contender = (
    name: string,
    verify: (index: number) => Promise<{ verdict: string; code: string }>,
  ): Contender => ({
    name,
    inFlight: IN_FLIGHT,
    async work(index) {
      const { verdict, code } = await verify(index);
      if (verdict !== 'valid') throw new Error(`what is measured must be valid; it is ${verdict} (${code})`);
    },
  });
  return [
    contender('qr', (index) => verifier.verifyQr(at(texts, index))),
    contender('live', (index) => verifier.verifyQr(at(live, index).text, at(live, index).asked)),
    contender('pdf', (index) => verifier.verifyPdf(at(pdfs, index))),
    contender('anew', (index) => forgetful.verifyPdf(at(pdfs, index))),
  ];
}

/** Round by round, beside as many bare verifications as it takes; and beside a peer that does the same, where there is one. */
function paired(
  rounds: Rounds,
  name: keyof typeof SIGNATURES,
  peer?: string,
): { readonly paired: Readonly<Record<string, Spread>> } {
  const { [name]: own = [], floor = [] } = rounds;
  const count = SIGNATURES[name];
  const bare = count === 1 ? 'a bare verification' : `${count} bare verifications`;
  const each = floor.map((rate) => rate / count);
  const beside = peer === undefined ? undefined : rounds[peer];
  return {
    paired: {
      [bare]: pairedRatio(own, each),
      ...(peer !== undefined && beside && { [peer]: pairedRatio(own, beside) }),
    },
  };
}

/** Everybody takes turns, the floor too. */
async function amongPeers(ledger: BenchLedger, mirror: Mirror, stock: Stock): Promise<Figure[]> {
  const pyHanko = await PyHanko.validating(at(stock.pdfs, 0));
  try {
    const installed = await installedContenders(IN_FLIGHT);
    progress('measuring among the peers');
    const rounds = await measureRounds([
      verifyFloor(),
      ...ours(ledger, mirror, stock),
      await joseContender(IN_FLIGHT),
      sdJwtContender(IN_FLIGHT, stock.credential, stock.spki),
      ...installed,
      ...(pyHanko ? [pyHanko] : []),
    ]);
    const { floor = 0, qr = 0, live = 0, pdf = 0, anew = 0, pyHanko: byPyHanko, ...peers } = medians(rounds);
    const ofPdf = byPyHanko === undefined ? {} : { peers: { pyHanko: byPyHanko } };
    const lacking = byPyHanko === undefined ? `; pyHanko is not installed: ${INSTALL_PYHANKO}` : '';
    const without = installed.length > 0 ? {} : { note: `dcc-utils and oa-verify are not installed: ${INSTALL_PEERS}` }; // prettier-ignore
    return [
      { bench: 'verify QR', value: qr, unit: UNIT, floor, peers, ...paired(rounds, 'qr'), ...without },
      {
        bench: 'verify live code',
        value: live,
        unit: UNIT,
        floor,
        ...paired(rounds, 'live'),
        note: 'each of a device that was never seen; the holder’s name compared',
      },
      {
        bench: 'verify PDF',
        value: pdf,
        unit: UNIT,
        floor,
        ...ofPdf,
        ...paired(rounds, 'pdf', 'pyHanko'),
        note: `its entry’s attestation remembered${lacking}`,
      },
      {
        bench: 'verify PDF anew',
        value: anew,
        unit: UNIT,
        floor,
        ...ofPdf,
        ...paired(rounds, 'anew', 'pyHanko'),
        note: 'its entry seen for the first time',
      },
      {
        bench: '500 million QR codes, 2 cores',
        value: 500e6 / (2 * qr) / 3600,
        unit: 'hours',
        note: 'extrapolated: twice the rate of one core',
      },
    ];
  } finally {
    await pyHanko?.close();
  }
}

/** The same with a mirror of this size: it should make no difference. */
async function ownRates(size: number, ledger: BenchLedger, mirror: Mirror, stock: Stock): Promise<Figure[]> {
  const rounds = await measureRounds([verifyFloor(), ...ours(ledger, mirror, stock)], 3);
  const { floor = 0, ...own } = medians(rounds);
  const figure = (bench: string, name: keyof typeof SIGNATURES): Figure => ({
    bench: `${bench} of ${size.toLocaleString('en')}`,
    value: own[name] ?? 0,
    unit: UNIT,
    floor,
    ...paired(rounds, name),
  });
  return [
    figure('verify QR', 'qr'),
    figure('verify live code', 'live'),
    figure('verify PDF', 'pdf'),
    figure('verify PDF anew', 'anew'),
  ];
}

/** What the process holds, after it has thrown away what it does not. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => stat(join(parentPath, name))));
  return sizes.reduce((total, { size }) => total + size, 0);
}

/** Syncs a mirror into a folder and opens it from there, as a window does when it starts. */
async function loadMirror(
  size: number,
  ledger: BenchLedger,
  folder: string,
): Promise<{ mirror: Mirror; figures: Figure[] }> {
  const synced = await ledger.sync(folder);
  const before = held();
  const started = performance.now();
  const mirror = await ledger.load(folder);
  const ms = performance.now() - started;
  const memory = held() - before;
  const of = `mirror of ${size.toLocaleString('en')}`;
  return {
    mirror,
    figures: [
      { bench: `${of}: first sync`, value: synced.ms / 1000, unit: 's' },
      { bench: `${of}: bytes received`, value: synced.bytes / 1e6, unit: 'MB' },
      { bench: `${of}: on disk`, value: (await sizeOf(folder)) / 1e6, unit: 'MB' },
      { bench: `${of}: opened and verified`, value: ms / 1000, unit: 's' },
      { bench: `${of}: in memory`, value: Math.max(0, memory) / 2 ** 20, unit: 'MiB' },
    ],
  };
}
