import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, openDatabase, startEmbeddedPostgres } from '../../platform/database/index.js';
import type { Database, EmbeddedPostgres } from '../../platform/database/index.js';
import { openAudit } from '../audit/index.js';
import { openProtection } from '../personal-data/index.js';
import { SOME, deleteWhatIsOver } from './index.js';
import type { RetainedData } from './index.js';

let folder: string;
let postgres: EmbeddedPostgres;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-retention-'));
  postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), throwAway: true });
  await migrate(postgres.url);
  database = openDatabase({ url: postgres.url });
});
afterAll(async () => {
  await database.close();
  await postgres.close();
  await rm(folder, { recursive: true });
});

const kind = (table: string): RetainedData => ({
  kind: table,
  async deleteSome(tx) {
    const { rowCount } = await tx.query(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} ORDER BY id ${SOME})`,
    );
    return rowCount ?? 0;
  },
});

it('what cannot be deleted is told of, and holds up nothing else that is over', async () => {
  await database.query(`CREATE TABLE kept (id int PRIMARY KEY)`);
  await database.query(`CREATE TABLE needing (id int REFERENCES kept)`);
  await database.query(`CREATE TABLE over (id int PRIMARY KEY)`);
  for (const table of ['kept', 'needing', 'over']) await database.query(`INSERT INTO ${table} VALUES (1)`);
  const deleting = deleteWhatIsOver({
    database,
    audit: openAudit({ database, protection: openProtection([randomBytes(32)]) }),
    kinds: ['kept', 'over'].map(kind),
    periods: { kept: 0, over: 0 },
  });
  // Foreign key violation (PostgreSQL, appendix A).
  await expect(deleting).rejects.toMatchObject({ errors: [{ code: '23503' }] });
  const { rows } = await database.query<Record<string, number>>(
    'SELECT (SELECT count(*)::int FROM kept) AS kept, (SELECT count(*)::int FROM over) AS over',
  );
  expect(rows).toEqual([{ kept: 1, over: 0 }]);
});
