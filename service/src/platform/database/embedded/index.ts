/** The real PostgreSQL from npm, in a folder of ours: for the default start, the demo and tests. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { binaries } from './binaries.js';
import type { Binaries } from './binaries.js';
import { cluster } from './cluster.js';
import { EmbeddedPostgresFailed } from './errors.js';
import { StartFailed, startServer } from './server.js';
import type { Server } from './server.js';
import { launcher } from './unprivileged.js';
import type { Launcher } from './unprivileged.js';

export { EmbeddedPostgresFailed } from './errors.js';

export interface EmbeddedPostgresOptions {
  /** The cluster's folder; made, and initialised, when it is not there. */
  readonly dir: string;
  /** A free one unless set. */
  readonly port?: number;
  /** `fsync=off`: for databases that are thrown away. */
  readonly throwAway?: boolean;
  /** Milliseconds that a server of an earlier, killed start is given to end; 15,000 unless set. */
  readonly patience?: number;
}

export interface EmbeddedPostgres {
  /** The superuser on database `certbridge`; holds the password, so do not print it. */
  readonly url: string;
  readonly port: number;
  /** Fulfils when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Makes an empty database if it is not there, and gives its address. */
  createDatabase(name: string): Promise<string>;
  /** Makes a role that owns nothing if it is not there, and gives its address; its password is new each time. */
  createRole(name: string): Promise<string>;
  /** A fast shutdown: clients are cut off, everything committed is on disk. */
  close(): Promise<void>;
}

/** @throws EmbeddedPostgresFailed */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir);
  await mkdir(dir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new EmbeddedPostgresFailed(`The folder ${dir} cannot be made.`, cause);
  });
  const programs = await binaries();
  const user = await launcher(dir, programs);
  const { data, password } = await cluster(dir, programs, user);
  const { server, port } = await start(programs, user, {
    data,
    log: join(dir, 'server.log'),
    throwAway: options.throwAway ?? false,
    patience: options.patience ?? 15_000,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  const urlOf = (database: string): string =>
    `postgresql://certbridge:${password}@127.0.0.1:${port}/${database}`;
  const createDatabase = async (name: string): Promise<string> => {
    await ensureDatabase(urlOf('postgres'), name);
    return urlOf(name);
  };
  const createRole = async (name: string): Promise<string> => {
    const fresh = randomBytes(24).toString('base64url');
    await ensureRole(urlOf('postgres'), name, fresh);
    return `postgresql://${name}:${fresh}@127.0.0.1:${port}/certbridge`;
  };
  try {
    return { url: await createDatabase('certbridge'), port, createDatabase, createRole, ...server };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The server that runs in a folder; where none does, one that is started and ends with `close`. @throws EmbeddedPostgresFailed */
export async function useEmbeddedPostgres({
  dir,
}: Pick<EmbeddedPostgresOptions, 'dir'>): Promise<Pick<EmbeddedPostgres, 'url' | 'close'>> {
  const url = await runningPostgres(resolve(dir));
  return url === undefined ? startEmbeddedPostgres({ dir }) : { url, close: () => Promise.resolve() };
}

/** The superuser's address of the server in a folder, if one runs. */
export async function runningPostgres(dir: string): Promise<string | undefined> {
  const [file, password] = await Promise.all(
    [join(dir, 'cluster', 'postmaster.pid'), join(dir, 'password')].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  );
  // Its fourth line is the port (PostgreSQL, miscadmin.h).
  const port = file?.split('\n')[3]?.trim() ?? '';
  if (port === '') return undefined;
  const url = `postgresql://certbridge:${password?.trim() ?? ''}@127.0.0.1:${port}/certbridge`;
  // A server that was killed leaves the file behind.
  return withClient(url, () => Promise.resolve()).then(
    () => url,
    () => undefined,
  );
}

interface Wanted {
  readonly data: string;
  readonly log: string;
  readonly throwAway: boolean;
  readonly patience: number;
  readonly port?: number;
}

async function start(
  programs: Binaries,
  user: Launcher,
  wanted: Wanted,
): Promise<{ server: Server; port: number }> {
  const until = Date.now() + wanted.patience;
  for (;;) {
    const port = wanted.port ?? (await freePort());
    try {
      return { server: await startServer(programs, user, { ...wanted, port }), port };
    } catch (error) {
      const reason = error instanceof StartFailed ? error.reason : 'other';
      const again = reason === 'in-use' || (reason === 'port' && wanted.port === undefined);
      if (!again || Date.now() > until) throw explained(error, reason, wanted);
      await delay(300);
    }
  }
}

function explained(error: unknown, reason: StartFailed['reason'], { data, port }: Wanted): unknown {
  if (reason === 'in-use') {
    return new EmbeddedPostgresFailed(`Another CertBridge is already running on the folder ${data}.`, error);
  }
  if (reason === 'port') {
    return new EmbeddedPostgresFailed(`The port ${port ?? 0} of the embedded PostgreSQL is taken.`, error);
  }
  return error;
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

async function ensureRole(url: string, name: string, password: string): Promise<void> {
  await withClient(url, async (client) => {
    const role = client.escapeIdentifier(name);
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${role}`);
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolvePort(port));
    });
  });
}
