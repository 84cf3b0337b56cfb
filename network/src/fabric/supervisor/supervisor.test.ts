import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagedProcess } from '../../processes/index.js';
import type { ProcessEnd } from '../../processes/index.js';
import { NetworkFolders } from '../folders.js';
import { readChildren, readSupervisor } from './pid-file.js';
import { identify, isRunning } from './process-identity.js';
import { writeSpecifications } from './specification.js';
import type { ProcessSpecification } from './specification.js';
import { Supervisor } from './supervisor.js';

/** Says its name and id to the test, and stays for as long as it is let. */
const PROGRAM = `
  const [port, name] = process.argv.slice(1);
  const socket = require('node:net').connect(Number(port), '127.0.0.1');
  socket.write(JSON.stringify({ name, pid: process.pid }));
  socket.on('close', () => process.exit(0));
`;
const main = fileURLToPath(new URL('../../../dist/fabric/supervisor/main.js', import.meta.url));

/** The supervisor as a process of its own, to be ended by this signal. */
function runSupervisor(signal: NodeJS.Signals): ManagedProcess {
  const supervisor = new ManagedProcess({
    command: () => ({ program: process.execPath, args: [main, folders.root] }),
    output: 'lines',
    stop: { signal, graceMs: 60_000, force: 'SIGKILL' },
  });
  supervisor.start();
  return supervisor;
}

/** A process that has come to the roll call; `ended` is fulfilled when its connection is closed. */
interface Present {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<unknown>;
}

let folders: NetworkFolders;
let server: Server;
const sockets = new Set<Socket>();
const arrived: Present[] = [];
const waiting: (() => void)[] = [];

beforeEach(async () => {
  folders = new NetworkFolders(await mkdtemp(join(tmpdir(), 'certbridge-supervisor-')));
  server = createServer((socket) => {
    sockets.add(socket);
    const ended = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.once('data', (hello) => {
      arrived.push({ ...(JSON.parse(hello.toString()) as { name: string; pid: number }), ended });
      waiting.shift()?.();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  arrived.length = 0;
  server.close();
  await rm(folders.root, { recursive: true, force: true });
});

/** The next `count` processes that come, by name. */
async function next(count: number): Promise<Record<string, Present>> {
  while (arrived.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  return Object.fromEntries(arrived.splice(0, count).map((present) => [present.name, present]));
}

const specification = (name: string, env: Record<string, string> = {}): ProcessSpecification => ({
  name,
  program: process.execPath,
  args: ['-e', PROGRAM, String((server.address() as AddressInfo).port), name],
  env,
});

/** The processes are written down once the supervisor has learnt when each began. */
const recorded = (...names: string[]): Promise<void> =>
  expect.poll(async () => Object.keys(await readChildren(folders)).sort()).toEqual(names);

describe('a supervisor', () => {
  it('runs what is listed, starts again what dies, and ends all of it', async () => {
    await writeSpecifications(folders, [specification('orderer1'), specification('peer0')]);
    const supervisor = new Supervisor(folders);
    await supervisor.start();
    const { orderer1, peer0 } = await next(2);
    expect(await readSupervisor(folders)).toMatchObject({ pid: process.pid });

    process.kill(peer0!.pid, 'SIGKILL');
    const { peer0: again } = await next(1);
    expect(again!.pid).not.toBe(peer0!.pid);

    await supervisor.stop();
    await Promise.all([orderer1!.ended, again!.ended]);
    expect(await readChildren(folders)).toEqual({});
    expect(await readSupervisor(folders)).toBeUndefined();
  });

  it('follows a changed list: what is new, changed or gone, and leaves the rest alone', async () => {
    await writeSpecifications(
      folders,
      ['gone', 'same', 'changed'].map((name) => specification(name)),
    );
    const supervisor = new Supervisor(folders);
    await supervisor.start();
    const before = await next(3);
    const changed = specification('changed', { CERTBRIDGE_CONFIGURATION: 'another' });
    await writeSpecifications(folders, [specification('same'), changed, specification('new')]);
    await supervisor.follow();
    await Promise.all([before['gone']!.ended, before['changed']!.ended]);
    const after = await next(2);
    expect(Object.keys(after).sort()).toEqual(['changed', 'new']);
    expect(await identify(before['same']!.pid)).toBeDefined();
    await supervisor.stop();
  });

  it('ends what a killed supervisor left, and only then runs its own', async () => {
    await writeSpecifications(folders, [specification('peer0')]);
    const killed = runSupervisor('SIGKILL');
    const { peer0: orphan } = await next(1);
    await recorded('peer0');
    await killed.stop();
    expect(await identify(orphan!.pid)).toBeDefined();

    const supervisor = new Supervisor(folders);
    await supervisor.start();
    await orphan!.ended;
    const { peer0 } = await next(1);
    expect(peer0!.pid).not.toBe(orphan!.pid);
    await supervisor.stop();
  });

  it('as a process of its own follows the list on SIGHUP, and ends with SIGTERM, its processes with it', async () => {
    await writeSpecifications(folders, [specification('peer0')]);
    const own = runSupervisor('SIGTERM');
    const ended = once(own, 'end') as Promise<[ProcessEnd]>;
    const { peer0 } = await next(1);
    await expect.poll(() => readSupervisor(folders)).toMatchObject({ pid: own.pid });
    await writeSpecifications(folders, [specification('peer1')]);
    own.kill('SIGHUP');
    await peer0!.ended;
    const { peer1 } = await next(1);
    const stopped = own.stop();
    await peer1!.ended;
    await stopped;
    const [{ code, signal }] = await ended;
    expect([code, signal]).toEqual([0, null]);
  });
});

it('a process is known by its start too: another of the same id is a stranger', async () => {
  const self = (await identify(process.pid))!;
  expect(await isRunning(self)).toBe(true);
  expect(await isRunning({ ...self, started: 'Thu Jan  1 00:00:00 1970' })).toBe(false);
});
