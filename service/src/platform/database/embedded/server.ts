import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Binaries } from './binaries.js';
import { environment } from './cluster.js';
import { EmbeddedPostgresFailed } from './errors.js';
import type { Launcher } from './unprivileged.js';

export interface Server {
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Why a start failed, as far as it decides what to do next. */
export class StartFailed extends EmbeddedPostgresFailed {
  readonly reason: 'in-use' | 'port' | 'other';

  constructor(lines: readonly string[]) {
    const said = lines.filter((line) => /FATAL|ERROR|could not/.test(line)).join(' ') || lines.at(-1) || '';
    super(`PostgreSQL did not start: ${said.replace(/^.*?(FATAL|ERROR|LOG):\s*/, '')}`);
    this.reason = said.includes('postmaster.pid')
      ? 'in-use'
      : said.includes('Address already in use')
        ? 'port'
        : 'other';
  }
}

export interface ServerOptions {
  readonly data: string;
  readonly log: string;
  readonly port: number;
  readonly throwAway: boolean;
}

/** Starts `postgres` and waits until it accepts connections. */
export async function startServer(
  programs: Binaries,
  user: Launcher,
  options: ServerOptions,
): Promise<Server> {
  const [program = '', ...args] = [
    ...user.command,
    programs.postgres,
    '-D',
    options.data,
    ...settings(options),
  ];
  const child = spawn(program, args, {
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches the whole foreground group: the server must outlive the service's last statements.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await ready(child, ended, options.log);
  return { ended, close: () => close(child, ended) };
}

function settings({ port, throwAway }: ServerOptions): string[] {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No statement and no key value, which may be personal, in the log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(throwAway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function ready(child: ChildProcess, ended: Promise<void>, logFile: string): Promise<void> {
  const lines: string[] = [];
  const log = createWriteStream(logFile, { flags: 'w', mode: 0o600 });
  log.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    const { stderr } = child;
    if (!stderr) throw new TypeError('spawned with a pipe');
    stderr.pipe(log);
    const reader = createInterface({ input: stderr });
    reader.on('line', (line) => {
      if (lines.length < 50) lines.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    // 'close' of the reader comes after the last line, which says why; 'exit' may come before it.
    reader.on('close', () => void ended.then(() => reject(new StartFailed(lines))));
    child.once('error', (cause) => reject(new EmbeddedPostgresFailed('PostgreSQL cannot be run.', cause)));
  });
}

async function close(child: ChildProcess, ended: Promise<void>): Promise<void> {
  // SIGINT: fast shutdown; SIGQUIT: immediate, recovered at the next start (PostgreSQL, "Shutting Down the Server").
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await ended;
  clearTimeout(timer);
}
