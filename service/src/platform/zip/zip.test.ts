import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { zip } from './zip.js';

describe('a ZIP', () => {
  it('is read by others, names in Chinese and all', async () => {
    const files = {
      '张示例.pdf': Buffer.from('one'),
      'empty.pdf': Buffer.alloc(0),
      'b/三.pdf': Buffer.alloc(70_000, 7),
    };
    async function* each(): AsyncGenerator<{ name: string; bytes: Buffer }> {
      for (const [name, bytes] of Object.entries(files)) {
        await Promise.resolve();
        yield { name, bytes };
      }
    }
    const archive = await buffer(Readable.from(zip(each())));
    const opened = await yauzl.fromBufferPromise(archive);
    const read: Record<string, Buffer> = {};
    for await (const entry of opened.eachEntry()) {
      read[entry.fileName] = await buffer(await opened.openReadStreamPromise(entry));
    }
    expect(read).toEqual(files);
  });

  it('is read where its files are deflated', async () => {
    const bytes = Buffer.alloc(70_000, '长');
    const archive = await buffer(Readable.from(zip([{ name: 'a.xml', bytes, deflated: true }])));
    expect(archive.length).toBeLessThan(bytes.length / 10);
    const opened = await yauzl.fromBufferPromise(archive);
    expect(opened.entryCount).toBe(1);
    for await (const entry of opened.eachEntry()) {
      expect(await buffer(await opened.openReadStreamPromise(entry))).toEqual(bytes);
    }
  });

  it('of more than 65,535 files uses ZIP64', async () => {
    async function* each(): AsyncGenerator<{ name: string; bytes: Buffer }> {
      for (let n = 0; n < 70_000; n++) {
        if (n % 1000 === 0) await Promise.resolve();
        yield { name: `${n}.pdf`, bytes: Buffer.of(1) };
      }
    }
    const opened = await yauzl.fromBufferPromise(await buffer(Readable.from(zip(each()))));
    expect(opened.entryCount).toBe(70_000);
  });
});
