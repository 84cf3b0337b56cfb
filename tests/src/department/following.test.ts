import { EventEmitter, on, once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usualPatience } from '@certbridge/cli';
import { openDatabase } from '@certbridge/service/platform/database';
import { inRepository } from '../packages.js';
import { Office } from './office.js';
import type { Said } from './office.js';
import { TcpProxy } from './tcp-proxy.js';

const ROWS = 12;
const sample = inRepository('samples', 'residence-permit.csv');

let office: Office;
let proxy: TcpProxy;
let nextRow = 1;

beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());
beforeEach(async () => (proxy = await TcpProxy.open(office.bridge.url)));
afterEach(() => proxy.close());

/** Rows of the sample file that no other test takes. */
async function freshFile(): Promise<{ file: string; out: string }> {
  const [header = '', ...rows] = (await readFile(sample, 'utf8')).trimEnd().split('\n');
  const file = join(office.folder, `from-${nextRow}.csv`);
  await writeFile(file, [header, ...rows.slice(nextRow, nextRow + ROWS)].join('\n'));
  nextRow += ROWS;
  return { file, out: join(office.folder, `out-${nextRow}`) };
}

function issue({ file, out }: { file: string; out: string }, stalled = usualPatience.stalled): Promise<Said> {
  const args = ['issue', file, '--type', 'residence-permit', '--out', out];
  return office.certbridge('operator', args, undefined, {
    url: proxy.url,
    patience: { ...usualPatience, stalled },
  });
}

/** Keeps certificates from being written, so that a batch stays in the middle until `release`. */
async function holdIssuing(): Promise<{ release: () => Promise<void> }> {
  const database = openDatabase({ url: office.bridge.databaseUrl });
  const signals = new EventEmitter();
  const held = once(signals, 'held');
  const released = once(signals, 'released');
  const holding = database.transaction(async (transaction) => {
    await transaction.query('LOCK TABLE certificates IN SHARE ROW EXCLUSIVE MODE');
    signals.emit('held');
    await released;
  });
  await held;
  return {
    async release() {
      signals.emit('released');
      await holding;
      await database.close();
    },
  };
}

async function seen(what: 'request' | 'answer', text: RegExp): Promise<string> {
  for await (const [piece] of on(proxy.seen, what) as AsyncIterable<[string]>)
    if (text.test(piece)) return piece;
  throw new Error('never');
}

const allOf = async ({ code, out, err }: Said, folder: string): Promise<void> => {
  expect({ code, err }, out).toEqual({ code: 0, err: '' });
  expect(out).toContain(`${ROWS} issued, 0 refused, all anchored`);
  expect(await readdir(folder)).toHaveLength(ROWS);
};

describe('a batch is followed to its end', () => {
  it('though its events are cut, again and again: they are resumed after the last', async () => {
    const files = await freshFile();
    const { release } = await holdIssuing();
    const first = seen('answer', /^event: batch$/m);
    const said = issue(files);
    const [, id = ''] = /^id: (.+)$/m.exec(await first) ?? [];
    expect(id).toMatch(/^issuing-/);
    for (let time = 0; time < 3; time += 1) {
      const resumed = seen('request', /GET \S+\/events /);
      proxy.cut();
      expect((await resumed).toLowerCase()).toContain(`last-event-id: ${id}`);
    }
    await release();
    await allOf(await said, files.out);
  });

  it('though a proxy holds the events back: it asks for the state', async () => {
    const files = await freshFile();
    const { release } = await holdIssuing();
    proxy.stalls = '/events ';
    const asked = seen('request', /GET \S+\/batches\/[0-9a-f-]{36} /);
    const said = issue(files, 50);
    await asked;
    await release();
    await allOf(await said, files.out);
  });

  it('though the service is restarted in the middle', async () => {
    const files = await freshFile();
    const { release } = await holdIssuing();
    const first = seen('answer', /^event: batch$/m);
    const said = issue(files);
    await first;
    proxy.leadTo(undefined);
    proxy.cut();
    const stopped = office.stop();
    await release();
    await stopped;
    await office.startAgain();
    proxy.leadTo(office.bridge.url);
    await allOf(await said, files.out);
  });

  it('though the answer to the upload is cut off: sent again, it is issued once', async () => {
    const files = await freshFile();
    proxy.stalls = 'POST ';
    const taken = seen('request', /POST \S+\/batches\?/);
    const said = issue(files);
    await taken;
    proxy.stalls = undefined;
    proxy.cut();
    const outcome = await said;
    await allOf(outcome, files.out);
    expect(outcome.out).not.toContain('Nothing new');
  });

  it('and its stream asks proxies to hold nothing back', async () => {
    const answered = seen('answer', /text\/event-stream/);
    const said = issue(await freshFile());
    expect((await answered).toLowerCase()).toContain('x-accel-buffering: no');
    expect((await said).code).toBe(0);
  });
});
