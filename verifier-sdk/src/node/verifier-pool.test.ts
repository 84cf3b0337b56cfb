import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { TestNetwork, TestServers, newIssuerKey } from '../attestation/network.fixture.js';
import { signQr } from '../formats/qr.js';
import { openMirror, syncMirror } from '../mirror/index.js';
import { anchorCertificate } from '../packed/certificate.fixture.js';
import type { AnchoredCertificate } from '../packed/certificate.fixture.js';
import { createVerifier } from '../verify/index.js';
import type { Report } from '../verify/index.js';
import { newDevice, person, walletClaims } from '../verify/wallet.fixture.js';
import { FolderStore, VerifierPool } from './index.js';

let folder: string;
let certificate: AnchoredCertificate;
const photo = {
  bytes: Buffer.from('a JPEG'),
  entries: '/Width 3/Height 4/ColorSpace/DeviceRGB/Filter/DCTDecode',
  turn: '60 0 0 -80',
};

async function syncedMirror(world: TestNetwork, name: string): Promise<string> {
  const path = join(folder, name);
  const mirror = await openMirror(new FolderStore(path), { trustAnchor: world.anchor, clock: world.clock });
  await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-pool-'));
  certificate = await anchorCertificate(Date.now(), { photo });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('answers as one verifier does, in the order of what is asked, and holds no more than keeps it busy', async () => {
  const { world, pdf, qrText } = certificate;
  const mirror = await syncedMirror(world, 'mirror');
  const { anchor: trustAnchor, clock } = world;
  const alone = createVerifier({
    ...{ trustAnchor, clock },
    mirror: await openMirror(new FolderStore(mirror), { trustAnchor, clock }),
  });
  // A view into a larger buffer, as files come.
  const view = Buffer.concat([Buffer.alloc(100), pdf, Buffer.alloc(100)]).subarray(100, -100);
  // The time that the signature dictionary claims: a signed byte.
  const forged = Buffer.from(view.toString('latin1').replace('/M(D:20', '/M(D:19'), 'latin1');
  const asked = [view, qrText, forged, Buffer.from('no PDF'), 'no code'];
  const items = Array.from({ length: 5 }, () => asked).flat();
  const pool = new VerifierPool({ trustAnchor, mirror, clock, threads: 2 });
  let [under, most] = [0, 0];
  const reports: Report[] = [];
  const work = async (item: string | Uint8Array): Promise<Report> => {
    most = Math.max(most, (under += 1));
    return typeof item === 'string' ? pool.verifyQr(item) : pool.verifyPdf(item);
  };
  for await (const report of pool.inOrder(items, work)) {
    under -= 1;
    reports.push(report);
  }
  const expected = await Promise.all(
    asked.map((item) =>
      typeof item === 'string' ? alone.verifyQr(item) : alone.verifyPdf(new Uint8Array(item)),
    ),
  );
  expect(expected.map(({ code }) => code)).toEqual([
    ...['OK', 'OK', 'SIGNATURE_INVALID', 'NOT_A_CERTIFICATE', 'NOT_A_CERTIFICATE'],
  ]);
  expect(Buffer.from(expected[0]!.certificate!.photo!.bytes!)).toEqual(photo.bytes);
  expect(reports).toEqual(Array.from({ length: 5 }, () => expected).flat());
  expect(most).toBe(8);
  // What was asked with is still the caller's.
  expect(view.length).toBe(pdf.length);
  await pool.close();
});

it('takes a live code once, whichever thread reads it', async () => {
  const [key, device] = [await newIssuerKey(), await newDevice()];
  const world = await TestNetwork.withIssuer(key);
  await world.publish();
  const cose = await signQr(walletClaims(device), key);
  const item = '330100-0042';
  const text = await device.show(cose, { at: new Date(world.now), item }, world.network);
  const mirror = await syncedMirror(world, 'live');
  // Time goes on with each call, so that the second showing is told from the first.
  const clock = (): number => (world.now += 1);
  const pool = new VerifierPool({ trustAnchor: world.anchor, mirror, clock, threads: 2 });
  const show = (): Promise<Report> => pool.verifyQr(text, { holder: person, showing: { item } });
  const both = await Promise.all([show(), show()]);
  expect(both.map(({ code }) => code)).toEqual(['OK', 'OK']);
  expect(both.map(({ shown }) => shown!.again).sort()).toEqual([false, true]);
  world.now += 20_000;
  expect((await show()).code).toBe('LIVE_CODE_USED');
  await pool.close();
});

it('rejects what a thread was asked that ended, and has a new one for the next', async () => {
  const { world, pdf } = certificate;
  const timestampRoots = [Uint8Array.of(1)];
  const pool = new VerifierPool({ trustAnchor: world.anchor, timestampRoots, threads: 1 });
  await expect(pool.verifyPdf(pdf)).rejects.toMatchObject({
    code: 'VERIFIER_INTERRUPTED',
    cause: expect.any(Error) as unknown,
  });
  timestampRoots.pop();
  expect(await pool.verifyPdf(pdf)).toMatchObject({ code: 'STATUS_UNKNOWN' });
  await pool.close();
});

it('does not keep a process that has nothing more to ask', async () => {
  const pool = new URL('../../dist/node/index.js', import.meta.url).href;
  const program = `
    const { VerifierPool } = await import(${JSON.stringify(pool)});
    const pool = new VerifierPool({ trustAnchor: JSON.parse(process.env.ANCHOR), threads: 1 });
    console.log((await pool.verifyQr('no code')).code);`;
  const file = join(folder, 'ask.mjs');
  await writeFile(file, program);
  const env = { ANCHOR: JSON.stringify(certificate.world.anchor) };
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
  expect(stdout).toBe('NOT_A_CERTIFICATE\n');
});
