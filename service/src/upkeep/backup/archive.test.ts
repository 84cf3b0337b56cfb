import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { Header } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive, writeArchive } from './archive.js';
import type { ArchiveFile } from './archive.js';

let folder = '';
let identity = '';
let recipient = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-archive-'));
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'archive');
async function* filesOf(...files: ArchiveFile[]): AsyncGenerator<ArchiveFile> {
  for (const one of files) yield await Promise.resolve(one);
}
const one = { path: 'files/keys/one', size: 3, chunks: [Buffer.from('one')] };

/** What is in it, by path; or why it cannot be read. */
async function read(): Promise<unknown> {
  const found: Record<string, string> = {};
  try {
    for await (const { path, bytes } of readArchive(file(), [identity]))
      found[path] = `${found[path] ?? ''}${Buffer.from(bytes).toString()}`;
    return found;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

/** Anybody can encrypt to a public key: this is an archive that is not the program's own. */
async function sealed(tar: Uint8Array): Promise<void> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  await writeFile(file(), await encrypter.encrypt(gzipSync(tar)));
}

function header(type: 'File' | 'SymbolicLink' | 'Link' | 'Directory' | 'FIFO', size: number): Buffer {
  const block = Buffer.alloc(512);
  const linkpath = type.endsWith('Link') ? '/etc/passwd' : '';
  new Header({ path: 'files/keys/one', size, mode: 0o600, type, linkpath }).encode(block);
  return block;
}

const end = Buffer.alloc(1024);

describe('an archive', () => {
  it('gives the files that were put into it', async () => {
    await writeArchive(file(), [recipient], filesOf(one, { path: 'files/keys/none', size: 0, chunks: [] }));
    expect(await read()).toEqual({ 'files/keys/one': 'one', 'files/keys/none': '' });
  });

  it('is not left half-written', async () => {
    await rm(file(), { force: true });
    const writing = writeArchive(file(), [recipient], filesOf({ ...one, size: 4 }));
    await expect(writing).rejects.toThrow('files/keys/one has 3 bytes instead of 4');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['SymbolicLink', 'Link', 'Directory', 'FIFO'] as const)('with a %s is not read', async (type) => {
    await sealed(Buffer.concat([header(type, 0), end]));
    expect(await read()).toBe('BACKUP_UNREADABLE');
  });

  it('that ends within a file is not read, though its encryption is whole', async () => {
    await sealed(Buffer.concat([header('File', 2000), Buffer.alloc(512)]));
    expect(await read()).toBe('BACKUP_UNREADABLE');
  });
});
