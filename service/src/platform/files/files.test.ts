import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPrivateFile } from './index.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'files-'))));
afterAll(() => rm(folder, { recursive: true }));

it('a private file is made once, and of several makers one wins', async () => {
  const path = join(folder, 'key');
  const makers = ['a', 'b', 'c', 'd'].map((name) => createPrivateFile(path, name.repeat(1000)));
  const results = await Promise.allSettled(makers);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'EEXIST' });
  }
  const winner = 'abcd'.charAt(results.findIndex(({ status }) => status === 'fulfilled'));
  expect(await readFile(path, 'utf8')).toBe(winner.repeat(1000));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['key']);
});
