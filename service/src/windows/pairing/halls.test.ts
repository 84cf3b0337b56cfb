import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHallSuccession } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KeyStore } from '../../certificates/signing/index.js';
import { hallKeys, hallSigner, signerOf } from './halls.js';

const HALL = { code: '11330100MB1234567C', name: '示例市政务服务中心' };

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'cb-halls-'))));
afterAll(() => rm(folder, { recursive: true }));

it('a hall whose newest key this store lacks signs nothing, rather than with the former one', async () => {
  const open = (name: string): Promise<KeyStore> =>
    KeyStore.open(join(folder, name), { caBaseUrl: undefined });
  const [keys, elsewhere] = [await open('here'), await open('elsewhere')];
  const former = await signerOf(await keys.createHallKey(HALL));
  const { keyId: next } = await signerOf(await elsewhere.createHallKey(HALL));
  const successions = [await encodeHallSuccession({ hall: HALL.code, at: 1_800_000_000, next }, former)];
  expect((await hallSigner(keys, HALL.code, [])).keyId).toBe(former.keyId);
  for (const asked of [hallSigner(keys, HALL.code, successions), hallKeys(keys, HALL, successions)])
    await expect(asked).rejects.toMatchObject({ code: 'HALL_KEY_NOT_HERE' });
});
