import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, openDatabase, startEmbeddedPostgres } from '../database/index.js';
import type { Database, EmbeddedPostgres } from '../database/index.js';
import { openQuotas, quotaNames } from './index.js';
import type { Quota, QuotaName, Quotas } from './index.js';

let folder = '';
let server: EmbeddedPostgres;
let database: Database;
/** How many statements reached the database. */
let statements = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-quotas-'));
  server = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), throwAway: true });
  await migrate(server.url);
  database = openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const three: Quota = { per: 'hour', most: 3, setting: 'CERTBRIDGE_UPLOAD_QUOTA' };
const all = Object.fromEntries(quotaNames.map((name) => [name, three])) as Record<QuotaName, Quota>;
const replica = (): Quotas =>
  openQuotas(
    {
      query: (text, values) => {
        statements += 1;
        return database.query(text, values);
      },
    },
    all,
    three,
  );

const exceeded = { code: 'QUOTA_EXCEEDED', kind: 'too-many' };

it('counts somebody over all replicas, apart from others and from what else they do', async () => {
  const [one, two] = [replica(), replica()];
  await one.use('upload', 'a');
  await two.use('upload', 'a');
  await one.use('upload', 'a');
  await expect(two.use('upload', 'a')).rejects.toMatchObject(exceeded);
  await two.use('upload', 'b');
  await two.use('drawing', 'a');
});

it('says in both languages how many, when to come again, and which setting it is', async () => {
  const quotas = replica();
  for (let n = 0; n < 3; n++) await quotas.use('mint', 'c');
  const refusal = (await quotas.use('mint', 'c').catch((error: unknown) => error)) as {
    details: { retryAfter: number };
    words: { zh: string; en: string };
  };
  const { retryAfter } = refusal.details;
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(3600);
  expect(refusal.words.zh).toBe(
    `每小时最多 3 次：请在 ${retryAfter} 秒后再试。管理员见 CERTBRIDGE_UPLOAD_QUOTA。`,
  );
  expect(refusal.words.en).toContain(`3 times in one hour: try again in ${retryAfter} seconds`);
});

it('costs the database nothing for whoever goes on regardless, nor for addresses', async () => {
  const quotas = replica();
  for (let n = 0; n < 4; n++) await quotas.use('look-up', 'd').catch(() => undefined);
  for (let n = 0; n < 3; n++) await quotas.useAddress('192.0.2.1');
  const before = statements;
  for (let n = 0; n < 50; n++) await expect(quotas.use('look-up', 'd')).rejects.toMatchObject(exceeded);
  await expect(quotas.useAddress('192.0.2.1')).rejects.toMatchObject(exceeded);
  await quotas.useAddress('192.0.2.2');
  expect(statements).toBe(before);
});
