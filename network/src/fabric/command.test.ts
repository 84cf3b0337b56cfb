import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNetworkCommand } from './command.js';
import type { Terminal } from './command.js';
import { newPlan, writePlan } from './plan/index.js';

let root: string;
let network: string;
let member: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'certbridge-command-'));
  [network, member] = [join(root, 'network'), join(root, 'member')];
  const plan = await newPlan({ provinces: 3, consensus: 'bft', peers: 1, basePort: 20_000 });
  for (const folder of [network, member]) await writePlan(folder, plan);
  await writeFile(join(member, 'member.json'), '{"v":1,"mspId":"AnhuiMSP"}');
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs a command line where nobody can be asked. */
async function run(...argv: string[]): Promise<{ code: number; err: string }> {
  const streams = { input: new PassThrough(), out: new PassThrough(), err: new PassThrough() };
  const said = text(streams.err);
  const code = await runNetworkCommand(argv, streams as unknown as Terminal);
  streams.err.end();
  return { code, err: await said };
}

describe('the network’s command', () => {
  it('wipes nothing that nobody has confirmed', async () => {
    const { code, err } = await run('down', '--wipe', '--dir', network);
    expect({ code, err }).toEqual({
      code: 1,
      err: `--wipe removes ${network} for good. Nothing was done. Give --yes to wipe without being asked.\n`,
    });
    expect(await readdir(network)).toContain('network.json');
  });

  it.each(['up', 'upgrade', 'renew', 'status', 'down'])(
    '%s works on whole networks, and refuses one organisation’s part',
    async (name) => {
      const { code, err } = await run(name, '--dir', member);
      expect(code).toBe(1);
      expect(err).toContain('is one organisation');
    },
  );

  it.each(['status', 'down', 'renew'])('%s says that there is no network', async (name) => {
    const { code, err } = await run(name, '--dir', join(root, 'nowhere'));
    expect(code).toBe(1);
    expect(err).toContain(join(root, 'nowhere'));
  });

  it('says which log there is not', async () => {
    const { code, err } = await run('logs', 'peer9', '--dir', network);
    expect({ code, err }).toEqual({
      code: 1,
      err: `There is no process peer9 with a log in ${network}; “status” lists the names.\n`,
    });
  });

  it('ends with 64 where it is called wrongly', async () => {
    for (const argv of [['dance'], ['up', '--provinces', 'three'], ['up', '--consensus', 'luck']])
      expect((await run(...argv)).code).toBe(64);
  });
});
