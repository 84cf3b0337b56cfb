import { createWriteStream } from 'node:fs';
import { ManagedProcess, ProcessEnded } from '@certbridge/network/processes';
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
  const server = new ManagedProcess({
    command: () => ({ program, args, cwd: '/', env: environment() }),
    output: 'lines',
    // The server must outlive the service's last statements.
    detached: true,
    // SIGINT: fast shutdown; SIGQUIT: immediate, recovered at the next start (PostgreSQL, "Shutting Down the Server").
    stop: { signal: 'SIGINT', graceMs: 20_000, force: 'SIGQUIT' },
  });
  const ended = new Promise<void>((resolve) => server.once('end', () => resolve()));
  const log = createWriteStream(options.log, { flags: 'w', mode: 0o600 });
  log.on('error', () => undefined);
  server.on('line', (line) => log.write(`${line}\n`));
  server.once('end', () => log.end());
  server.start();
  try {
    await server.ready((line) => line.includes('ready to accept connections') || undefined);
  } catch (cause) {
    if (!(cause instanceof ProcessEnded)) throw cause;
    const { error, lines } = cause.end;
    if (error !== undefined) throw new EmbeddedPostgresFailed('PostgreSQL cannot be run.', error);
    throw new StartFailed(lines);
  }
  return { ended, close: () => server.stop() };
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
