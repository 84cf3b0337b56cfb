import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/ledger.js';
import { BlockFile } from './block-file.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let path: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.dir, 'blocks.ledger');
});

afterEach(async () => folder.remove());

async function recover(): Promise<string[]> {
  const bodies: string[] = [];
  const file = await BlockFile.open(path, (body) => bodies.push(Buffer.from(body).toString()));
  expect(file.height).toBe(bodies.length);
  await file.close();
  return bodies;
}

async function write(...bodies: string[]): Promise<Buffer> {
  const file = await BlockFile.open(path, () => undefined);
  for (const body of bodies) await file.append(Buffer.from(body));
  await file.close();
  return readFile(path);
}

describe('a file of blocks', () => {
  it('gives back what was appended', async () => {
    await write('one', 'two');
    await write('three');
    expect(await recover()).toEqual(['one', 'two', 'three']);
  });

  it('drops a last record that was cut short at any byte, and takes new ones in its place', async () => {
    const two = (await write('one', 'two')).length;
    const whole = await write('three');
    for (let length = two; length < whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      expect(await recover()).toEqual(['one', 'two']);
      expect((await readFile(path)).length).toBe(two);
      await write('four');
      expect(await recover()).toEqual(['one', 'two', 'four']);
    }
  });

  it('starts anew when even its making was cut short', async () => {
    const header = (await write()).length;
    for (let length = 0; length < header; length += 1) {
      await write();
      await truncate(path, length);
      expect(await recover()).toEqual([]);
    }
  });

  it('takes zeros at the end for an append that did not reach the disk', async () => {
    const whole = await write('one');
    await writeFile(path, Buffer.concat([whole, Buffer.alloc(4_096)]));
    expect(await recover()).toEqual(['one']);
  });

  it('reports any byte that changed, wherever it is, and leaves the file alone', async () => {
    const whole = await write('one', 'two', 'three');
    for (let position = 0; position < whole.length; position += 1) {
      const damaged = Buffer.from(whole);
      damaged[position] = damaged[position]! ^ 0x40;
      await writeFile(path, damaged);
      await expect(recover()).rejects.toMatchObject({
        code: expect.stringMatching(/LEDGER_CORRUPT|FORMAT_VERSION/) as string,
      });
      expect(await readFile(path)).toEqual(damaged);
    }
  });

  it('names a file of another version', async () => {
    const whole = await write('one');
    whole.writeUInt16BE(2, 14);
    await writeFile(path, whole);
    await expect(recover()).rejects.toMatchObject({
      code: 'FORMAT_VERSION',
      message: expect.stringContaining('has format 2, but this program reads format 1') as string,
    });
  });
});
