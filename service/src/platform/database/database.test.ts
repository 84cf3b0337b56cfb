import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pause } from '../waiting/index.js';
import {
  DatabaseUnavailable,
  brokenUnique,
  keepListening,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from './index.js';
import type { Database, EmbeddedPostgres, ListeningConnection, Transaction } from './index.js';

let folder = '';
let server: EmbeddedPostgres;
let database: Database;

const start = (port?: number): Promise<EmbeddedPostgres> =>
  // Below a 0700 folder, as under /root: the server's user must get through all the same.
  startEmbeddedPostgres({ dir: join(folder, 'postgres'), throwAway: true, ...(port ? { port } : {}) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-database-'));
  server = await start();
  database = openDatabase({ url: server.url, connections: 3 });
});

afterAll(async () => {
  await database.close();
  await server.close();
  await rm(folder, { recursive: true });
});

describe('the embedded PostgreSQL', () => {
  it('sorts Chinese by pinyin', async () => {
    const { rows } = await database.query<{ t: string }>(
      "SELECT t FROM (VALUES ('浙江'), ('安徽'), ('四川')) v(t) ORDER BY t",
    );
    expect(rows.map((r) => r.t)).toEqual(['安徽', '四川', '浙江']);
  });

  it('asks for the password', async () => {
    const stranger = openDatabase({ url: server.url.replace(/:[^:@/]+@/, ':wrong@') });
    await expect(stranger.query('SELECT 1')).rejects.toThrow(/password authentication failed/);
    await stranger.close();
  });

  it('refuses a folder that a running server uses', async () => {
    await expect(startEmbeddedPostgres({ dir: join(folder, 'postgres'), patience: 500 })).rejects.toThrow(
      /already running/,
    );
  });
});

describe('a process that is killed', () => {
  it('takes its PostgreSQL with it, and the folder serves the next start', async () => {
    const dir = join(folder, 'orphan');
    const module = new URL('../../../dist/platform/database/index.js', import.meta.url).href;
    const script = `
      const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
      const server = await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, throwAway: true });
      console.log(server.url);
      setInterval(() => undefined, 1000);`;
    const child = new ManagedProcess({
      command: () => ({ program: process.execPath, args: ['--input-type=module', '-e', script] }),
      output: 'lines',
      stop: { signal: 'SIGKILL', graceMs: 0, force: 'SIGKILL' },
    });
    child.start();
    const url = await child.ready((line) => (line.startsWith('postgres') ? line : undefined));
    const orphan = openDatabase({ url });
    await orphan.query('CREATE TABLE kept (n int)');
    await child.stop();
    const next = await startEmbeddedPostgres({ dir, throwAway: true });
    await expect(orphan.query('SELECT 1')).rejects.toThrow(DatabaseUnavailable);
    const database = openDatabase({ url: next.url });
    expect((await database.query('SELECT n FROM kept')).rows).toEqual([]);
    await Promise.all([orphan.close(), database.close()]);
    await next.close();
  });
});

describe('a transaction', () => {
  beforeAll(() => database.query('CREATE TABLE things (id bigint PRIMARY KEY, day date)'));

  it('commits what it did, reads bigint as a number and a date as its text', async () => {
    await database.transaction((tx) => tx.query("INSERT INTO things VALUES (1, '2026-11-24')"));
    const { rows } = await database.query('SELECT * FROM things');
    expect(rows).toEqual([{ id: 1, day: '2026-11-24' }]);
  });

  it('undoes everything when the work fails, and names a broken unique constraint', async () => {
    const failure = await database
      .transaction(async (tx) => {
        await tx.query('INSERT INTO things (id) VALUES (2)');
        await tx.query('INSERT INTO things (id) VALUES (1)');
      })
      .catch((error: unknown) => error);
    expect(brokenUnique(failure)).toBe('things_pkey');
    expect((await database.query('SELECT 1 FROM things WHERE id = 2')).rowCount).toBe(0);
  });

  describe('that copies rows in', () => {
    const columns = ['id', 'said', 'large'];
    const row = (id: number, said = ''): Uint8Array[] => [
      Uint8Array.of(id),
      Buffer.from(said),
      Buffer.alloc(100_000, id),
    ];
    const copyIn = (values: Iterable<readonly Uint8Array[]>): Promise<void> =>
      database.transaction((tx) => tx.copyIn({ table: 'copied', columns, values }));

    beforeAll(() => database.query('CREATE TABLE copied (id bytea PRIMARY KEY, said text, large bytea)'));

    it('keeps every byte of them, small, empty and large', async () => {
      await copyIn([row(1, '居住证'), row(2)]);
      const { rows } = await database.query('SELECT id, said, large FROM copied ORDER BY id');
      expect(rows.map(({ id, said, large }) => [id, said, large] as unknown)).toEqual([
        [Buffer.of(1), '居住证', Buffer.alloc(100_000, 1)],
        [Buffer.of(2), '', Buffer.alloc(100_000, 2)],
      ]);
    });

    it('names a constraint that they break, passes on why there are no more, and keeps none of them', async () => {
      expect(brokenUnique(await copyIn([row(3), row(1)]).catch((error: unknown) => error))).toBe(
        'copied_pkey',
      );
      const values = (function* () {
        yield row(3);
        throw new TypeError('no more');
      })();
      await expect(copyIn(values)).rejects.toThrow(TypeError);
      expect((await database.query('SELECT FROM copied')).rowCount).toBe(2);
    });

    it('fails when PostgreSQL refuses to begin, or went before, and serves the next', async () => {
      const refused = database.transaction((tx) =>
        tx.copyIn({ table: 'nowhere', columns, values: [row(3)] }),
      );
      await expect(refused).rejects.toMatchObject({ code: '42P01' });
      const ended = database.transaction(async (tx) => {
        await tx.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
        await tx.copyIn({ table: 'copied', columns, values: [row(3)] });
      });
      await expect(ended).rejects.toThrow(DatabaseUnavailable);
      await copyIn([row(3)]);
      await database.query('DELETE FROM copied WHERE id = $1', [Buffer.of(3)]);
    });

    // A backend that is stopped answers as late as one whose disk hangs: after the statement was given up.
    describe('when PostgreSQL answers too late', () => {
      let impatient: Database;
      beforeAll(() => (impatient = openDatabase({ url: server.url, queryTimeout: 2_000 })));
      afterAll(() => impatient.close());

      const isGone = async (pid: number): Promise<boolean> =>
        (await database.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount === 0;

      /** Stopped by `stop`, PostgreSQL answers when the statement has failed and its transaction has not yet. */
      async function expectLeft(
        statement: (tx: Transaction, stop: () => void) => Promise<unknown>,
      ): Promise<void> {
        let pid = 0;
        const late = impatient.transaction(async (tx) => {
          const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
          pid = rows[0]?.pid ?? 0;
          await tx.query("INSERT INTO copied VALUES ('before', '', '')");
          await statement(tx, () => process.kill(pid, 'SIGSTOP')).finally(() => process.kill(pid, 'SIGCONT'));
        });
        await expect(late).rejects.toThrow(DatabaseUnavailable);
        const { rows } = await impatient.query('SELECT pg_backend_pid() AS pid FROM copied');
        expect(rows).not.toContainEqual({ pid });
        await expect.poll(() => isGone(pid)).toBe(true);
        expect((await impatient.query('SELECT FROM copied')).rowCount).toBe(2);
      }

      it.each([
        ['before it takes rows', 0],
        ['amid them', 100],
      ])('%s, its connection is left with all that it did', (_, taken) =>
        expectLeft((tx, stop) => {
          const values = function* (): Generator<Uint8Array[]> {
            for (let n = 0; n < 200; n += 1) {
              if (n === taken) stop();
              yield row(100 + n);
            }
          };
          return tx.copyIn({ table: 'copied', columns, values: values() });
        }),
      );

      it('to any other statement, no less', () =>
        expectLeft((tx, stop) => {
          stop();
          return tx.query('SELECT 1');
        }));
    });
  });
});

describe('a lock', () => {
  it('has one holder, in this process and among others, until it is released', async () => {
    const other = openDatabase({ url: server.url });
    const lock = await database.tryLock('writer');
    expect(lock).toBeDefined();
    expect(await database.tryLock('writer')).toBeUndefined();
    expect(await other.tryLock('writer')).toBeUndefined();
    expect(await other.tryLock('another')).toBeDefined();
    await lock?.release();
    const second = await other.tryLock('writer');
    expect(second).toBeDefined();
    await other.close();
    await expect.poll(() => database.tryLock('writer')).toBeDefined();
  });
});

describe('a lock on a connection that no longer answers', () => {
  it('is lost; whoever wants another is told, and has it from the next connection', async () => {
    const impatient = openDatabase({ url: server.url, queryTimeout: 2_000 });
    const lock = await impatient.tryLock('stalled');
    const { rows } = await database.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory'
         AND (classid::bigint << 32) | objid::bigint = hashtextextended('stalled', 0)`,
    );
    const [{ pid } = { pid: 0 }] = rows;
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(impatient.tryLock('another')).rejects.toThrow(DatabaseUnavailable);
      expect(lock?.lost.aborted).toBe(true);
      expect(await impatient.tryLock('another')).toBeDefined();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expect.poll(() => impatient.tryLock('stalled')).toBeDefined();
    await impatient.close();
  });
});

describe('a connection that listens and no longer answers', () => {
  it('is lost, and work begins on the next', async () => {
    const stop = new AbortController();
    const begun: ListeningConnection[] = [];
    const troubles: unknown[] = [];
    const listening = keepListening(
      {
        ...{ url: server.url, channels: ['unanswered'], signal: stop.signal, patience: 500 },
        onTrouble: (error) => troubles.push(error),
      },
      async (connection) => {
        begun.push(connection);
        await pause(undefined, connection.lost);
      },
    );
    await expect.poll(() => begun.length).toBe(1);
    const { rows } = await database.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'certbridge listening'",
    );
    const [{ pid } = { pid: 0 }] = rows;
    process.kill(pid, 'SIGSTOP');
    try {
      await expect.poll(() => begun.length, { timeout: 20_000 }).toBe(2);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(begun[0]?.lost.aborted).toBe(true);
    expect(troubles).toEqual([expect.any(DatabaseUnavailable)]);
    stop.abort();
    await listening;
  });
});

describe('migrations', () => {
  it('run once, in order, even when two processes start together', async () => {
    const dir = join(folder, 'migrations');
    await mkdir(dir);
    await writeFile(join(dir, '0001_a.sql'), 'CREATE TABLE a (n int); INSERT INTO a VALUES (1);');
    await writeFile(
      join(dir, '0002_b.js'),
      "export const up = (pgm) => pgm.sql('INSERT INTO a VALUES (2)');\n",
    );
    const url = await server.createDatabase('migrated');
    const runs = await Promise.all([migrate(url, { folder: dir }), migrate(url, { folder: dir })]);
    expect(runs.flat()).toEqual(['0001_a', '0002_b']);
    const migrated = openDatabase({ url });
    expect((await migrated.query('SELECT n FROM a ORDER BY n')).rows).toEqual([{ n: 1 }, { n: 2 }]);
    await migrated.close();
  });

  it('say what failed', async () => {
    const dir = join(folder, 'broken');
    await mkdir(dir);
    await writeFile(join(dir, '0001_a.sql'), 'CREATE TABEL a ();');
    await expect(migrate(await server.createDatabase('broken'), { folder: dir })).rejects.toThrow(/TABEL/);
  });

  it('have nobody wait behind them for a table that a long statement holds', async () => {
    const dir = join(folder, 'under-load');
    await mkdir(dir);
    await writeFile(join(dir, '0001_a.sql'), 'CREATE TABLE a (n int);\n');
    const url = await server.createDatabase('under-load');
    await migrate(url, { folder: dir });
    await writeFile(join(dir, '0002_b.sql'), 'ALTER TABLE a ADD COLUMN m int;\n');
    const service = openDatabase({ url });
    const waiting = async (): Promise<boolean> => {
      const { rows } = await service.query(
        `SELECT FROM pg_locks WHERE NOT granted AND relation = 'a'::regclass`,
      );
      return rows.length > 0;
    };
    let migrated: Promise<string[]> | undefined;
    await service.transaction(async (long) => {
      await long.query('SELECT FROM a');
      migrated = migrate(url, { folder: dir });
      await expect.poll(waiting).toBe(true);
      // It ends before the long one does.
      await service.query('SELECT FROM a');
    });
    expect(await migrated).toEqual(['0002_b']);
    await service.close();
  });
});

describe('when PostgreSQL goes and comes back', () => {
  it('statements, transactions and locks say "unavailable", the lock is lost, and all work again', async () => {
    const lock = await database.tryLock('kept');
    const open = database.transaction(async (tx) => {
      await tx.query('SELECT 1');
      await server.close();
      await tx.query('SELECT 1');
    });
    await expect(open).rejects.toThrow(DatabaseUnavailable);
    await expect(database.query('SELECT 1')).rejects.toThrow(DatabaseUnavailable);
    await expect(database.transaction((tx) => tx.query('SELECT 1'))).rejects.toThrow(DatabaseUnavailable);
    await expect(database.tryLock('other')).rejects.toThrow(DatabaseUnavailable);
    expect(lock?.lost.aborted).toBe(true);

    server = await start(server.port);
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(await database.tryLock('kept')).toBeDefined();
  });
});
