import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  FolderStore,
  TooLarge,
  makeFolderAtomically,
  readFileBounded,
  readStreamBounded,
  writeFileAtomically,
} from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-node-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('a folder as a store', () => {
  it('keeps files under their names and forgets them', async () => {
    const store = new FolderStore(join(folder, 'mirror'));
    expect(await store.get('logs/i/A/0.json')).toBeUndefined();
    expect(await store.list('logs/')).toEqual([]);
    await store.put('logs/i/A/0.json', bytes('one'));
    await store.put('logs/i/A/0.json', bytes('two'));
    await store.put('logs/p/B/0.json', bytes('three'));
    await store.put('state.json', bytes('{}'));
    expect(Buffer.from((await store.get('logs/i/A/0.json'))!).toString()).toBe('two');
    expect((await store.list('logs/')).toSorted()).toEqual(['logs/i/A/0.json', 'logs/p/B/0.json']);
    expect((await store.list('')).length).toBe(3);
    expect(await store.list('st')).toEqual(['state.json']);
    await store.delete('state.json');
    await store.delete('state.json');
    expect(await store.get('state.json')).toBeUndefined();
  });

  it.each(['../x', 'a/../x', '/etc/x', '', 'a/./b', 'a b', '..', 'a\\b', 'a\0b'])(
    'refuses the name “%s”',
    async (name) => {
      const store = new FolderStore(folder);
      await expect(async () => store.put(name, bytes('x'))).rejects.toThrow(TypeError);
      await expect(store.get(name)).rejects.toThrow(TypeError);
    },
  );

  it('does not count what a crash left behind', async () => {
    const store = new FolderStore(folder);
    await writeFile(join(folder, 'state.json.0011223344ff.unfinished'), 'half');
    expect(await store.list('')).toEqual([]);
  });
});

describe('writing a file atomically', () => {
  it('leaves the old bytes and nothing else when it fails', async () => {
    const path = join(folder, 'x.json');
    await writeFileAtomically(path, 'old');
    await expect(writeFileAtomically(join(path, 'y'), 'new')).rejects.toThrow();
    await expect(writeFileAtomically(path, null as unknown as string)).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['x.json']);
  });

  it('takes a stream; one that fails leaves the old bytes and nothing else', async () => {
    const path = join(folder, 'x.json');
    await writeFileAtomically(path, 'old');
    const failing = Readable.from(
      (function* () {
        yield 'half';
        throw new Error('the connection broke off');
      })(),
    );
    await expect(writeFileAtomically(path, failing)).rejects.toThrow('the connection broke off');
    expect(await readFile(path, 'utf8')).toBe('old');
    await writeFileAtomically(path, Readable.from([bytes('who'), bytes('le')]));
    expect(await readFile(path, 'utf8')).toBe('whole');
    expect(await readdir(folder)).toEqual(['x.json']);
  });

  it('gives a secret to its owner only', async () => {
    const path = join(folder, 'key.json');
    await writeFileAtomically(path, '{}', 0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe('making a folder atomically', () => {
  const path = (): string => join(folder, 'above', 'made');

  it('shows nothing of it until all is in it', async () => {
    await makeFolderAtomically(
      path(),
      async (partial) => {
        await mkdir(join(partial, 'inner'));
        await writeFile(join(partial, 'inner', 'x'), 'whole');
        expect(await readdir(join(folder, 'above'))).not.toContain('made');
      },
      0o700,
    );
    expect(await readFile(join(path(), 'inner', 'x'), 'utf8')).toBe('whole');
    expect((await stat(path())).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'above'))).toEqual(['made']);
  });

  it('leaves nothing when filling it fails, and nothing of another one changed', async () => {
    await expect(
      makeFolderAtomically(path(), async (partial) => {
        await writeFile(join(partial, 'x'), 'half');
        throw new Error('no more');
      }),
    ).rejects.toThrow('no more');
    expect(await readdir(join(folder, 'above'))).toEqual([]);
    await makeFolderAtomically(path(), (partial) => writeFile(join(partial, 'x'), 'first'));
    await expect(
      makeFolderAtomically(path(), (partial) => writeFile(join(partial, 'x'), 'second')),
    ).rejects.toThrow();
    expect(await readFile(join(path(), 'x'), 'utf8')).toBe('first');
    expect(await readdir(join(folder, 'above'))).toEqual(['made']);
  });
});

describe('reading within bounds', () => {
  it('stops at the bound, for files and for streams without an end', async () => {
    const path = join(folder, 'x');
    await writeFile(path, '12345');
    expect(Buffer.from(await readFileBounded(path, 5)).toString()).toBe('12345');
    await expect(readFileBounded(path, 4)).rejects.toThrow(TooLarge);
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000);
      })(),
    );
    await expect(readStreamBounded(endless, 5000)).rejects.toThrow(TooLarge);
  });
});
