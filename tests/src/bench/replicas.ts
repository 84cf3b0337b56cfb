import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clients, nothingYet } from '../faults/clients.js';
import { Machines } from '../faults/machines.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

const REPLICAS = [3, 2, 1];
/** So many for warming up too: each replica compiles what draws by itself, and a file is shared out 64 rows at a time. */
const ROWS = 600;

/** How fast one file is issued and anchored by several replicas on one database. */
export async function benchReplicas(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-replicas-'));
  const machines = await Machines.open(folder, Math.max(...REPLICAS));
  const clients = await Clients.open(machines);
  const figures: Figure[] = [];
  try {
    for (const count of REPLICAS) {
      while (machines.urls.length > count) await machines.stopReplica();
      progress(`${ROWS} certificates, ${count} replicas`);
      await clients.file(nothingYet(), ROWS);
      const started = performance.now();
      await clients.file(nothingYet(), ROWS);
      figures.push({
        bench: `replicas: ${count}`,
        value: (ROWS * 1_000) / (performance.now() - started),
        unit: 'certificates/s',
        note: `one file of ${ROWS} rows, issued and anchored; all on ${availableParallelism()} processors`,
      });
    }
  } finally {
    await machines.close();
    await rm(folder, { recursive: true });
  }
  return figures.reverse();
}
