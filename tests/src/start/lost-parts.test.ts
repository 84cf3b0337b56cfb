import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder = '';
const data = (...path: string[]): string => join(folder, 'data', ...path);

function start(): Promise<CertBridge> {
  const settings = readSettings({
    CERTBRIDGE_DATA: data(),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
  });
  return startCertBridge({ settings, seed: 'certificates', throwAway: true });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-lost-'));
  const bridge = await start();
  await bridge.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a start that lacks a part which its database was used with', () => {
  it.each([
    ['ledger', 'DATABASE_OF_ANOTHER_NETWORK'],
    ['keys/master.key', 'MASTER_KEY_DIFFERS'],
  ])('of %s refuses, instead of beginning it anew', async (part, code) => {
    await rename(data(part), join(folder, 'kept'));
    await expect(start()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('from one backup') as string,
    });
    await rm(data(part), { recursive: true });
    await rename(join(folder, 'kept'), data(part));
  });
});
