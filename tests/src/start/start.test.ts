import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../packages.js';

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

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end; `onOutput` may end it before. */
async function run(
  args: readonly string[],
  env: Record<string, string> = {},
  onOutput: (out: string, end: (signal: 'SIGINT') => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'], ...env } });
  let [out, err] = ['', ''];
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
    onOutput(out, (signal) => child.kill(signal));
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

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
    let verified: Promise<Ended[]> | undefined;
    const started = await run(
      [program],
      { CERTBRIDGE_PORT: '0', CERTBRIDGE_DATA: join(folder, 'data') },
      (out, end) => {
        if (verified !== undefined || !out.includes('Ctrl-C')) return;
        const commands = Array.from(out.matchAll(/^ {2}npx certbridge-verify (.+)$/gm), ([, args = '']) =>
          args.split(' '),
        );
        verified = (async () => {
          const ended: Ended[] = [];
          for (const args of commands) ended.push(await run([verifier, ...args]));
          end('SIGINT');
          return ended;
        })();
      },
    );
    expect(started).toMatchObject({ code: 0, err: '' });
    expect(started.out).toMatch(/^CertBridge is ready at http:\/\/127\.0\.0\.1:\d+$/m);
    expect((await verified)?.map(({ code }) => code)).toEqual([0, 0]);
  });
});
