import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import type { ProcessEnd } from '@certbridge/network/processes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../packages.js';
import { runProgram } from '../programs.js';
import type { Ended } from '../programs.js';

const program = inPackage('service', 'bin', 'certbridge-service.js');
const verifier = inPackage('verifier-sdk', 'bin', 'certbridge-verify.js');
let folder: string;
let taken: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-start-'));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

const environment = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  ...env,
});

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  runProgram(process.execPath, args, { cwd: folder, env: environment(env) });

describe('a start that cannot be', () => {
  const port = (): string => String((taken.address() as AddressInfo).port);
  it.each([
    ['a taken port', () => ({ CERTBRIDGE_PORT: port() }), /port \d+.*(taken|in use).*CERTBRIDGE_PORT/i],
    [
      'a file for a folder',
      () => ({ CERTBRIDGE_DATA: join(folder, 'file') }),
      /file is not a folder: set CERTBRIDGE_DATA/,
    ],
    [
      'a ledger file that is not there',
      () => ({ CERTBRIDGE_LEDGER: 'none.json', CERTBRIDGE_DEVELOPMENT: 'yes' }),
      /none\.json/,
    ],
    [
      'a misspelt setting',
      () => ({ CERTBRIDGE_PROT: '9000', CERTBRIDGE_PORT: port() }),
      /CERTBRIDGE_PROT in the environment is no setting and has no effect: is CERTBRIDGE_PORT meant\?/,
    ],
    [
      'a database that does not answer',
      () => ({ DATABASE_URL: 'postgresql://u:secret@127.0.0.1:9/d', CERTBRIDGE_DEVELOPMENT: 'yes' }),
      /数据库 127\.0\.0\.1:9\/d 没有答复.*The database at 127\.0\.0\.1:9\/d does not answer/,
    ],
    [
      'wrong settings, all of them',
      () => ({ CERTBRIDGE_PORT: 'x', CERTBRIDGE_ENTRY_AGE: 'soon', DATABASE_URL: 'mysql://u:secret@h/d' }),
      /CERTBRIDGE_PORT[^]*DATABASE_URL[^]*CERTBRIDGE_ENTRY_AGE|CERTBRIDGE_PORT[^]*CERTBRIDGE_ENTRY_AGE[^]*DATABASE_URL|DATABASE_URL[^]*CERTBRIDGE_PORT/,
    ],
  ])('with %s says so in one sentence, and ends', async (_, env, sentence) => {
    await writeFile(join(folder, 'file'), '');
    const ended = await run([program], { CERTBRIDGE_PORT: '0', ...env() });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(sentence);
    expect(ended.err).not.toMatch(/secret|\n\s+at /);
  });
});

describe('npm start', () => {
  it('gets ready, says how its sample is verified, which is true, and Ctrl-C ends all of it', async () => {
    const env = environment({ CERTBRIDGE_PORT: '0', CERTBRIDGE_DATA: join(folder, 'data') });
    const started = new ManagedProcess({
      command: () => ({ program: process.execPath, args: [program], cwd: folder, env }),
      output: 'lines',
      stop: { signal: 'SIGINT', graceMs: 60_000, force: 'SIGKILL' },
    });
    const said = { stdout: [] as string[], stderr: [] as string[] };
    started.on('line', (line, from) => said[from].push(line));
    const ended = once(started, 'end') as Promise<[ProcessEnd]>;
    started.start();
    await started.ready((line) => (line.includes('Ctrl-C') ? line : undefined));
    const commands = said.stdout.flatMap((line) => /^ {2}npx certbridge-verify (.+)$/.exec(line)?.[1] ?? []);
    const verified: Ended[] = [];
    for (const args of commands) verified.push(await run([verifier, ...args.split(' ')]));
    await started.stop();
    const [{ code, signal }] = await ended;
    expect({ code, signal, err: said.stderr }).toEqual({ code: 0, signal: null, err: [] });
    expect(said.stdout.join('\n')).toMatch(/^CertBridge is ready at http:\/\/127\.0\.0\.1:\d+$/m);
    expect(verified.map(({ code: verdict }) => verdict)).toEqual([0, 0]);
  });
});
