import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-samples-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a start leaves the sample departments as administrators made them', { timeout: 240_000 }, async () => {
  const settings = readSettings({
    CERTBRIDGE_DATA: folder,
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
  });
  const first = await startCertBridge({ settings, seed: 'issuers' });
  const [{ code } = { code: '' }] = (
    await first.service.database.query<{ code: string }>('SELECT code FROM issuers ORDER BY code')
  ).rows;
  await first.service.database.query('UPDATE issuers SET four_eyes = true WHERE code = $1', [code]);
  await first.close();

  const again = await startCertBridge({ settings, seed: 'issuers' });
  const { rows } = await again.service.database.query<{ fourEyes: boolean; isFirst: boolean }>(
    'SELECT four_eyes AS "fourEyes", code = $1 AS "isFirst" FROM issuers',
    [code],
  );
  await again.close();
  expect(rows.length).toBeGreaterThan(1);
  for (const { fourEyes, isFirst } of rows) expect(fourEyes).toBe(isFirst);
});
