import { execFile } from 'node:child_process';
import { chown, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresFailed } from './errors.js';

const run = promisify(execFile);

/** How to start PostgreSQL's programs as this process's user, or as nobody where that is root. */
export interface Launcher {
  /** The words of the command before the program. */
  readonly command: readonly string[];
  /** Gives a folder or file to the user that PostgreSQL runs as. */
  own(path: string): Promise<void>;
}

// PostgreSQL refuses root. Where a parent folder shuts others out (/root is 0700), the server keeps one
// capability, the least that lets it pass; containers often have only the second.
const CAPABILITIES = [undefined, 'dac_read_search', 'dac_override'];

export async function launcher(dir: string, programs: Binaries): Promise<Launcher> {
  const root = process.getuid?.() === 0;
  // The kernel ends the server with us, even when we are killed.
  const dying = (await hasSetpriv()) ? ['setpriv', '--pdeathsig=INT'] : [];
  if (!root) return { command: dying, own: () => Promise.resolve() };
  if (dying.length === 0) {
    throw new EmbeddedPostgresFailed(
      'PostgreSQL refuses to run as root and setpriv (util-linux) is missing: run as another user, install it, or set DATABASE_URL.',
    );
  }
  const { uid, gid } = await nobody();
  await chown(dir, uid, gid);
  for (const capability of CAPABILITIES) {
    const command = [...dying, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...keeping(capability)];
    if (await reaches(command, programs, dir)) return { command, own: (path) => chown(path, uid, gid) };
  }
  throw new EmbeddedPostgresFailed(
    `The user nobody, as whom PostgreSQL runs because it refuses root, cannot reach ${dir} or ${programs.postgres}: ` +
      'let others pass through the folders above them (chmod o+x), run as another user, or set DATABASE_URL.',
  );
}

function keeping(capability: string | undefined): string[] {
  return capability === undefined
    ? []
    : [`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`];
}

async function hasSetpriv(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return run('setpriv', ['--pdeathsig=INT', 'true']).then(
    () => true,
    () => false,
  );
}

async function reaches(command: readonly string[], programs: Binaries, dir: string): Promise<boolean> {
  const [program = '', ...before] = command;
  const probe = 'test -x "$0" && test -w "$1"';
  return run(program, [...before, 'sh', '-c', probe, programs.postgres, dir], { cwd: '/' }).then(
    () => true,
    () => false,
  );
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((l) => l.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new EmbeddedPostgresFailed(
      'PostgreSQL refuses root and there is no user nobody: run as another user, or set DATABASE_URL.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}
