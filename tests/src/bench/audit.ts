import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAudit } from '@certbridge/service/people/audit';
import { openProtection } from '@certbridge/service/people/personal-data';
import { migrate, openDatabase, startEmbeddedPostgres } from '@certbridge/service/platform/database';
import type { Figure } from './measure.js';

const RECORDS = 2_000;
const REPLICAS = 3;
/** Writers of one replica at once. */
const WRITERS = 4;

/** Three replicas that write audit records side by side, beside one that writes alone; fsync on. */
export async function benchAudit(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  const postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres') });
  try {
    await migrate(postgres.url);
    const protection = openProtection([randomBytes(32)]);
    const alone = await recordsPerSecond(postgres.url, protection, 1);
    const together = await recordsPerSecond(postgres.url, protection, REPLICAS);
    return [
      {
        bench: `audit records of ${REPLICAS} replicas side by side`,
        value: together,
        unit: 'records/s',
        peers: { 'one replica alone': alone },
        note: `${RECORDS} records and ${WRITERS} writers a replica, a transaction each, fsync on`,
      },
    ];
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function recordsPerSecond(
  url: string,
  protection: ReturnType<typeof openProtection>,
  replicas: number,
): Promise<number> {
  const databases = Array.from({ length: replicas }, () => openDatabase({ url, connections: WRITERS }));
  const by = {
    kind: 'person',
    subject: 'bench',
    roles: ['auditor'],
    address: '127.0.0.1',
    requestId: undefined,
    purpose: undefined,
  } as const;
  const started = performance.now();
  await Promise.all(
    databases.flatMap((database) => {
      const audit = openAudit({ database, protection });
      return Array.from({ length: WRITERS }, async () => {
        for (let n = 0; n < RECORDS / WRITERS; n += 1) await audit.look({ act: 'people.seen', by });
      });
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  await Promise.all(databases.map((database) => database.close()));
  return (RECORDS * replicas) / seconds;
}
