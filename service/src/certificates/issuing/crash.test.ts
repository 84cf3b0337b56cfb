import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedLedger } from '@certbridge/network';
import type { EmbeddedLedger } from '@certbridge/network';
import { ManagedProcess, ProcessEnded } from '@certbridge/network/processes';
import type { ProcessEnd } from '@certbridge/network/processes';
import {
  decodeReceipt,
  encodeLeaf,
  fromHex,
  leafHash,
  verifyInclusion,
} from '@certbridge/verifier-sdk/formats';
import type { Entry } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receiptOf } from '../../ledger/anchoring/index.js';
import { approveTypes, connectLedger } from '../../ledger/adapter/index.js';
import type { Ledger } from '../../ledger/adapter/index.js';
import { startTrial, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

const child = fileURLToPath(
  new URL('../../../dist/certificates/issuing/crash-child.fixture.js', import.meta.url),
);
const ROWS = 3;
let folder: string;
let trial: Trial;
let peers: EmbeddedLedger;
let ledger: Ledger;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-crash-'));
  peers = await startEmbeddedLedger({ dir: join(folder, 'ledger') });
  trial = await startTrial();
  const provinces = await Promise.all(Object.values(peers.ledgerFiles).map((file) => connectLedger(file)));
  await approveTypes(provinces, trial.options.types.list());
  ledger = provinces.find(({ mspId }) => mspId === 'ZhejiangMSP')!;
  await Promise.all(provinces.filter((one) => one !== ledger).map((one) => one.close()));
});
afterAll(async () => {
  await ledger.close();
  await peers.close();
  await trial.close();
  await rm(folder, { recursive: true });
});

/** Runs the pipeline over these batches; resolves with the steps of the last, or with how it was killed. */
async function run(batches: readonly number[], crashAt?: string): Promise<readonly string[] | 'SIGKILL'> {
  const { postgres } = trial;
  const ledgerFile = peers.ledgerFiles['ZhejiangMSP'];
  const task = {
    folder: trial.folder,
    url: postgres.url,
    masterKey: trial.masterKey.toString('hex'),
    ledgerFile,
    batches,
  };
  const env = { ...process.env, CRASH_TASK: JSON.stringify({ ...task, rows: ROWS, crashAt }) };
  const pipeline = new ManagedProcess({
    command: () => ({ program: process.execPath, args: [child], env }),
    output: 'lines',
    stop: { signal: 'SIGTERM', graceMs: 10_000, force: 'SIGKILL' },
  });
  let steps = '';
  pipeline.on('line', (line, from) => {
    if (from === 'stdout') steps = line;
  });
  pipeline.start();
  const [end] = (await once(pipeline, 'end')) as [ProcessEnd];
  if (end.signal === 'SIGKILL') return end.signal;
  if (end.code !== 0) throw new ProcessEnded(end);
  return JSON.parse(steps) as string[];
}

async function entries(): Promise<Entry[]> {
  const found: Entry[] = [];
  for (;;) {
    const more = await ledger.entries(zhejiang, found.length + 1, 100);
    if (more.length === 0) return found;
    found.push(...more);
  }
}

it(
  'a kill at any step loses nothing, issues nothing twice, and anchors each certificate exactly once',
  { timeout: 3_600_000 },
  async () => {
    const steps = await run([0]);
    if (steps === 'SIGKILL') throw new Error('killed without being asked');
    const points = [...new Set(steps)];
    expect(points.length).toBeGreaterThan(20);
    let batch = 0;
    for (const point of points) {
      // What one transaction carries depends on what is ready: a run may not come by each step. The next process first
      // finds what the one before left, then is killed itself.
      let end: readonly string[] | 'SIGKILL' = [];
      for (let tries = 0; tries < 5 && end !== 'SIGKILL'; tries++) {
        end = await run(batch === 0 ? [1] : [batch, batch + 1], point);
        batch++;
      }
      expect([point, end]).toEqual([point, 'SIGKILL']);
    }
    await run([batch]);

    const { database } = trial;
    const { rows: certificates } = await database.query<{ cert_id: Buffer; subject: string }>(
      `SELECT cert_id, encode(subject, 'hex') AS subject FROM certificates`,
    );
    const expected = (batch + 1) * ROWS;
    expect(certificates.length).toBe(expected);
    expect(new Set(certificates.map(({ subject }) => subject)).size).toBe(expected);
    const { rows: left } = await database.query(
      'SELECT FROM outbox UNION ALL SELECT FROM applications WHERE state <> $1',
      ['issued'],
    );
    expect(left).toEqual([]);

    const log = await entries();
    expect(log.reduce((sum, { size }) => sum + (size ?? 0), 0)).toBe(expected);
    const places = new Set<string>();
    for (const { cert_id } of certificates) {
      const receipt = decodeReceipt((await receiptOf(database, cert_id))!);
      const { index, path, entry } = receipt;
      expect(log[entry.seq - 1]).toEqual(entry);
      const proof = { index, path, size: entry.size, root: fromHex(entry.root) };
      expect(await verifyInclusion({ leafHash: await leafHash(encodeLeaf(receipt)), ...proof })).toBe(true);
      places.add(`${entry.seq}/${index}`);
    }
    expect(places.size).toBe(expected);
  },
);
