import { setTimeout as wait } from 'node:timers/promises';
import { MemoryStore, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Report } from '@certbridge/verifier-sdk';
import { usccOf } from '../samples/numbers.js';
import type { IssuedCertificates } from '../verify-page/certificates.js';
import { Hall } from '../windows/hall.js';
import type { PairedWindow } from '../windows/hall.js';
import { percentiles } from './measure.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

const WINDOWS = Number(process.env['CERTBRIDGE_BENCH_WINDOWS'] ?? 200);
const CASES_A_WINDOW = 3;
const ITEM = 'senior-card';
/** What the permit does not cover. */
const ON_PAPER = ['identity', 'photo'];

/** A certificate that was shown, and what the window said of it. */
interface Shown {
  readonly pdf: Uint8Array;
  readonly report: Report;
}

/** What a service bears of a hall's windows, without browsers; windows and service share the machine. */
export async function benchHall(issued: IssuedCertificates): Promise<Figure[]> {
  progress(`${WINDOWS} windows of a hall at one service`);
  const hall = await Hall.open(issued.bridge, usccOf('11330199', '00000009'));
  const windows: PairedWindow[] = [];
  for (let at = 1; at <= WINDOWS; at += 1) windows.push(await hall.pair(`${at} 号窗口`));
  const syncs = await Promise.all(windows.map(() => timed(() => syncNew(issued))));
  const shown = await permitOf(issued, hall);
  const began = performance.now();
  const cases = await Promise.all(windows.map((window) => casesOf(hall, window, shown)));
  const hours = (performance.now() - began) / 3_600_000;
  const at = `${WINDOWS} windows at once`;
  return [
    ...percentiles('first sync of a window', syncs, at, [0.5, 0.95]),
    {
      bench: 'cases: opened, receipt filed, materials settled, closed',
      value: cases.flat().length / hours,
      unit: 'cases/h',
      note: at,
    },
    ...percentiles('one case, all its calls', cases.flat(), at, [0.5, 0.95]),
  ];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function syncNew({ bridge, trustAnchor }: IssuedCertificates): Promise<void> {
  const mirror = await openMirror(new MemoryStore(), { trustAnchor });
  const { outcome } = await syncMirror(mirror, { urls: [bridge.url] });
  if (outcome !== 'updated') throw new Error(`the mirror of a window is ${outcome}`);
}

/** A residence permit of a person. */
async function permitOf(issued: IssuedCertificates, hall: Hall): Promise<Shown> {
  const { code } = issued.bridge.service.types.newest('residence-permit');
  for (const { pdf } of await issued.all()) {
    const report = await hall.verify(pdf);
    if (report.certificate?.type === code) return { pdf, report };
  }
  throw new Error('no residence permit was issued');
}

/** Milliseconds of each case of a window, one after the other. */
async function casesOf(hall: Hall, window: PairedWindow, shown: Shown): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < CASES_A_WINDOW; n += 1) times.push(await timed(() => oneCase(hall, window, shown)));
  return times;
}

async function oneCase(hall: Hall, window: PairedWindow, { pdf, report }: Shown): Promise<void> {
  const path = `/cases/${crypto.randomUUID()}`;
  const { name, idNumber: number } = report.certificate?.fields ?? {};
  await done(hall, path, { item: ITEM, holder: { name, number } }, 'PUT');
  await done(hall, `${path}/documents`, {
    documents: [{ receipt: await hall.receipt(window, report, pdf) }],
  });
  for (const material of ON_PAPER) await done(hall, `${path}/materials/${material}`, { as: 'paper' });
  await done(hall, `${path}/closing`, { as: 'accepted' });
}

/** Asks again what the service had no place for, once it may; that wait is part of the case. */
async function done(hall: Hall, path: string, json: unknown, method = 'POST'): Promise<void> {
  for (;;) {
    const { status, body, retryAfter } = await hall.send('clerk', path, { method, json });
    if (status === 200) return;
    if (status !== 503 || retryAfter === undefined)
      throw new Error(`${method} ${path} was answered by ${status} ${String(body['code'])}`);
    await wait(retryAfter * 1_000);
  }
}
