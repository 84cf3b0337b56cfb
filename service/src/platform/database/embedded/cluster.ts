import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresFailed } from './errors.js';
import type { Launcher } from './unprivileged.js';

const run = promisify(execFile);

export interface Cluster {
  readonly data: string;
  readonly password: string;
}

/** Makes the cluster when it is not there. An interrupted attempt leaves nothing that counts. */
export async function cluster(dir: string, programs: Binaries, user: Launcher): Promise<Cluster> {
  const data = join(dir, 'cluster');
  const passwordFile = join(dir, 'password');
  if (!(await exists(data))) {
    const fresh = join(dir, 'cluster.new');
    await rm(fresh, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
    await user.own(fresh);
    await user.own(passwordFile);
    await initialise(programs, user, fresh, passwordFile);
    await rename(fresh, data);
  }
  return { data, password: (await readFile(passwordFile, 'utf8')).trim() };
}

async function initialise(programs: Binaries, user: Launcher, data: string, password: string): Promise<void> {
  const [program = '', ...args] = [
    ...user.command,
    programs.initdb,
    ...['--pgdata', data, '--username', 'certbridge', '--pwfile', password, '--auth', 'scram-sha-256'],
    // Chinese sorts by pinyin; messages stay English, because readiness is read from them.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'zh-Hans-CN'],
  ];
  await run(program, args, { cwd: '/', env: environment() }).catch((cause: unknown) => {
    const said = ((cause as { stderr?: string }).stderr ?? '').trim();
    throw new EmbeddedPostgresFailed(
      `PostgreSQL's initdb failed in ${data}: ${said.split('\n').at(-1) ?? ''}`,
      cause,
    );
  });
}

/** PG* variables of the caller must not reach the server. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
