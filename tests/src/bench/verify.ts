import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { sampleIssuers } from '../samples/issuers.js';
import { missing, python } from '../requirements.js';
import { Mint } from './certificates.js';
import { verifyFloor } from './floor.js';
import { rates } from './measure.js';
import type { Contender, Figure } from './measure.js';
import { BenchLedger, qrTextOf } from './window.js';

const CERTIFICATES = 128;
const IN_FLIGHT = 64;
const SIZES = [1_000, 100_000, 10_000_000];

async function joseContender(): Promise<Contender> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ name: 'x'.repeat(200) })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  return { name: 'jose', inFlight: IN_FLIGHT, work: () => jwtVerify(token, publicKey) };
}

/** How often pyHanko validates the same file in a second, in one process, without fetching anything. */
async function pyHankoRate(pdf: Uint8Array): Promise<number | undefined> {
  if (missing('pyhanko')) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  try {
    const file = join(folder, 'sample.pdf');
    await writeFile(file, pdf);
    const script = new URL('../../validators/pyhanko_rate.py', import.meta.url).pathname;
    const child = spawn(python, [script, file, '5'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    for await (const part of child.stdout) text += String(part);
    const rate = Number(text.trim());
    return Number.isFinite(rate) && rate > 0 ? rate : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Verification on one core, warm, 64 under way: QR text to verdict, PDF bytes to verdict. */
export async function benchVerify(): Promise<Figure[]> {
  const issuer = sampleIssuers[0];
  if (issuer === undefined) throw new Error('there is no sample issuer');
  const mint = await Mint.open(issuer);
  try {
    const minted = [];
    for (let index = 0; index < CERTIFICATES; index += 1) minted.push(await mint.mint(mint.row(index)));
    const ledger = await BenchLedger.open(mint, issuer);
    const pdfs = await ledger.anchor(minted);
    const texts = await Promise.all(minted.map(qrTextOf));
    const figures: Figure[] = [];
    let grown = 0;
    for (const size of SIZES) {
      await ledger.grow(size - grown);
      grown = size;
      figures.push(...(await withMirrorOf(size, ledger, texts, pdfs)));
    }
    return figures;
  } finally {
    await mint.close();
  }
}

/** The rates of a window whose mirror covers `size` certificates. */
async function withMirrorOf(
  size: number,
  ledger: BenchLedger,
  texts: readonly string[],
  pdfs: readonly Uint8Array[],
): Promise<Figure[]> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { verifier, mirror, loadMs, bytes } = await ledger.window();
  globalThis.gc?.();
  const held = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const [text, file] = [texts[0], pdfs[0]];
  if (text === undefined || file === undefined) throw new Error('there is nothing to verify');
  await demandValid(verifier.verifyQr(text), verifier.verifyPdf(file));
  const at = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;
  const {
    floor = 0,
    qr = 0,
    pdf = 0,
    anew = 0,
    jose = 0,
  } = await rates([
    verifyFloor(),
    { name: 'qr', inFlight: IN_FLIGHT, work: (index) => verifier.verifyQr(at(texts, index)) },
    { name: 'pdf', inFlight: IN_FLIGHT, work: (index) => verifier.verifyPdf(at(pdfs, index)) },
    { name: 'anew', inFlight: 1, work: (index) => ledger.forgetful(mirror).verifyPdf(at(pdfs, index)) },
    await joseContender(),
  ]);
  const pyHanko = size === SIZES[0] ? await pyHankoRate(file) : undefined;
  const unit = 'verifications/s';
  const note = `mirror of ${size.toLocaleString('en')} certificates, 1% revoked: ${(bytes / 1e6).toFixed(1)} MB, loaded in ${(loadMs / 1000).toFixed(1)} s, ${held.toFixed(0)} MiB`;
  return [
    { bench: `verify QR (${size})`, value: qr, unit, floor, peers: { jose }, note },
    {
      bench: `verify PDF (${size})`,
      value: pdf,
      unit,
      floor,
      ...(pyHanko === undefined ? {} : { peers: { pyHanko } }),
    },
    { bench: `verify PDF, attestation anew (${size})`, value: anew, unit, floor },
  ];
}

async function demandValid(...reports: Promise<{ verdict: string; code: string }>[]): Promise<void> {
  for (const { verdict, code } of await Promise.all(reports)) {
    if (verdict !== 'valid') throw new Error(`what is measured must be valid; it is ${verdict} (${code})`);
  }
}
