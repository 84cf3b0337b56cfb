import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Backoff } from './backoff.js';
import { ManagedProcess, ProcessEnded } from './index.js';
import type { ManagedProcessOptions } from './index.js';

const made: ManagedProcess[] = [];
afterEach(() => Promise.all(made.splice(0).map((managed) => managed.stop())));

function run(script: string, options: Partial<ManagedProcessOptions> = {}): ManagedProcess {
  const managed = new ManagedProcess({
    command: () => ({ program: process.execPath, args: ['-e', script] }),
    output: 'lines',
    stop: { signal: 'SIGTERM', graceMs: 60_000, force: 'SIGKILL' },
    ...options,
  });
  made.push(managed);
  return managed;
}

const STAYS = 'setInterval(() => undefined, 1000); console.log("ready");';
const isReady = (line: string): true | undefined => (line === 'ready' ? true : undefined);
const RESTART = { firstMs: 1, maxMs: 8, healthyMs: 60_000 };

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a managed process', () => {
  it('tells its lines, and is gone when it was stopped', async () => {
    const managed = run(STAYS);
    managed.start();
    const { pid } = managed;
    await managed.ready(isReady);
    expect(isRunning(pid!)).toBe(true);
    await managed.stop();
    expect(isRunning(pid!)).toBe(false);
    expect(managed.pid).toBeUndefined();
  });

  it('that ends before it is ready says how, with its last words', async () => {
    const managed = run('console.error("no room"); process.exit(3)');
    managed.start();
    const error: unknown = await managed.ready(isReady).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProcessEnded);
    expect((error as ProcessEnded).end).toMatchObject({ code: 3, signal: null, lines: ['no room'] });
  });

  it('that cannot be run says why', async () => {
    const managed = run('', { command: () => ({ program: '/nowhere/program', args: [] }) });
    const ended = once(managed, 'end');
    managed.start();
    expect((await ended)[0]).toMatchObject({ error: { code: 'ENOENT' } });
  });

  it('is started again whenever it ends, by a command asked for anew, until it is stopped', async () => {
    let starts = 0;
    const managed = run('', {
      restart: RESTART,
      command: () => ({ program: process.execPath, args: ['-e', `console.log(${(starts += 1)})`] }),
    });
    const third = new Promise<void>((resolve) => {
      managed.on('line', (line) => line === '3' && resolve());
    });
    managed.start();
    await third;
    await managed.stop();
    const after = starts;
    // A whole other process comes and goes in the time in which this one would long be back.
    const other = run('');
    const ended = once(other, 'end');
    other.start();
    await ended;
    expect(starts).toBe(after);
  });

  it('that ignores the first signal is ended by the second', async () => {
    const managed = run(`process.on('SIGTERM', () => undefined); ${STAYS}`, {
      stop: { signal: 'SIGTERM', graceMs: 1, force: 'SIGKILL' },
    });
    managed.start();
    await managed.ready(isReady);
    const ended = once(managed, 'end');
    await managed.stop();
    expect((await ended)[0]).toMatchObject({ signal: 'SIGKILL' });
  });

  it('is not hit by a signal for the run before', async () => {
    const managed = run(STAYS, { restart: RESTART });
    managed.start();
    await managed.ready(isReady);
    const { pid: first } = managed;
    const again = once(managed, 'start');
    managed.kill('SIGKILL');
    await again;
    await managed.ready(isReady);
    const ended = once(managed, 'end');
    managed.kill('SIGKILL', first);
    managed.kill('SIGINT');
    expect((await ended)[0]).toMatchObject({ signal: 'SIGINT' });
  });

  it('writes into a file by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-process-'));
    const file = join(folder, 'log');
    const managed = run('console.log("out"); console.error("err")', { output: { file } });
    const ended = once(managed, 'end');
    managed.start();
    await ended;
    expect(await readFile(file, 'utf8')).toBe('out\nerr\n');
    await rm(folder, { recursive: true });
  });

  it('that is tied to us has an open standard input; any other has none', async () => {
    const script = 'process.stdin.resume().on("end", () => console.log("ended")); console.log("ready");';
    const untied = run(script);
    untied.start();
    await untied.ready((line) => (line === 'ended' ? true : undefined));
    const tied = run(script, { tiedToUs: true });
    tied.start();
    const { pid } = tied;
    await tied.ready(isReady);
    // What runs for as long as its input is open ends with whoever holds the other end.
    expect(isRunning(pid!)).toBe(true);
    const ended = once(tied, 'end');
    await tied.stop();
    expect((await ended)[0]).toMatchObject({ signal: 'SIGTERM', lines: ['ready'] });
  });
});

it('pauses double up to their bound, and begin anew after a success', () => {
  const backoff = new Backoff({ firstMs: 100, maxMs: 300 });
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 300, 300]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});
