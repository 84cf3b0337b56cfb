import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { migrate, startEmbeddedPostgres } from '../../platform/database/index.js';
import { unlessMissing } from '../../platform/files/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { readArchive } from './archive.js';
import type { Piece } from './archive.js';
import { connected } from './connection.js';
import { DatabaseLoad } from './database-load.js';
import { RestoreRefused, unreadable } from './errors.js';
import { FILES, MANIFEST, PART, SEQUENCES, manifest } from './manifest.js';
import type { Manifest, Table } from './manifest.js';

export interface RestoreOptions {
  /** The archive without keys of people, and the one with them. */
  readonly main: string;
  readonly keys: string;
  /** File with the private key (`AGE-SECRET-KEY-1…`, as age-keygen writes it). */
  readonly identityFile: string;
}

export type Restored = Pick<Manifest, 'id' | 'time' | 'network' | 'isMasterKeyElsewhere'>;

const PLACED = ['keys', 'ledger'];

/**
 * Puts a backup into an empty data folder and an empty database: all of it or nothing.
 * @throws RestoreRefused, DatabaseUnavailable
 */
export async function restore(settings: Settings, options: RestoreOptions): Promise<Restored> {
  const { data } = settings;
  const identities = await readIdentities(options.identityFile);
  const described = await firstOf(options.main, identities, 'main');
  const ofKeys = await firstOf(options.keys, identities, 'keys');
  if (described.id !== ofKeys.id) {
    throw new RestoreRefused('BACKUPS_DIFFER', {
      zh: `${options.main} 和 ${options.keys} 不是同一次备份：请选文件名时刻相同的两个文件。`,
      en: `${options.main} and ${options.keys} are not of one backup: take the two files whose names have the same time.`,
    });
  }
  await requireEmpty(data);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const staging = join(data, 'restoring');
  await rm(staging, { recursive: true, force: true });
  const target = await targetOf(settings);
  try {
    await prepareSchema(target.url, described);
    const load = await DatabaseLoad.open(target.url, [...described.tables, ...ofKeys.tables]);
    try {
      for (const [file, { tables }] of [
        [options.main, described],
        [options.keys, ofKeys],
      ] as const) {
        await unpack(readArchive(file, identities), { tables, load, staging, file });
      }
      await load.check();
      await place(staging, data);
      await load.commit();
    } finally {
      await load.close();
    }
    await target.close();
  } catch (error) {
    await target.undo();
    await rm(staging, { recursive: true, force: true });
    if (error instanceof Problem) throw error;
    throw unreadable(options.main, error);
  }
  await rm(staging, { recursive: true, force: true });
  const { id, time, network, isMasterKeyElsewhere } = described;
  return { id, time, network, isMasterKeyElsewhere };
}

async function readIdentities(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = text.split('\n').map((line) => line.trim());
  const identities = found.filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identities.length > 0) return identities;
  throw new RestoreRefused('IDENTITY_UNREADABLE', {
    zh: `--identity 所指的 ${file} 应是含私钥（AGE-SECRET-KEY-1…）的可读文件。`,
    en: `--identity names ${file}: it should be a readable file with the private key (AGE-SECRET-KEY-1…).`,
  });
}

/** The manifest of an archive. */
async function firstOf(
  file: string,
  identities: readonly string[],
  part: Manifest['part'],
): Promise<Manifest> {
  const chunks: Uint8Array[] = [];
  for await (const { path, bytes } of readArchive(file, identities)) {
    if (path !== MANIFEST) break;
    chunks.push(bytes);
  }
  const parsed = manifest.safeParse(parse(Buffer.concat(chunks).toString('utf8')));
  if (parsed.data?.part === part) return parsed.data;
  throw new RestoreRefused('BACKUP_OTHER', {
    zh: `${file} 不是本程序能恢复的${part === 'keys' ? '密钥备份（….keys.tar.gz.age）' : '主备份（….tar.gz.age）'}。`,
    en: `${file} is no ${part === 'keys' ? 'backup of keys (….keys.tar.gz.age)' : 'main backup (….tar.gz.age)'} that this program restores.`,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function requireEmpty(data: string): Promise<void> {
  for (const name of [...PLACED, 'postgres']) {
    const isThere = await access(join(data, name)).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    throw new RestoreRefused('RESTORE_TARGET_IN_USE', {
      zh: `数据文件夹 ${data} 中已有 ${name}：恢复只写入空文件夹。请让 CERTBRIDGE_DATA 指向新的文件夹，或者把旧的移开（erased-holders 可以留下）。`,
      en: `The data folder ${data} has ${name} already: a restore only writes into an empty one. Set CERTBRIDGE_DATA to a new folder, or move the old one away (erased-holders may stay).`,
    });
  }
}

interface Target {
  /** Of the owner. */
  readonly url: string;
  close(): Promise<void>;
  undo(): Promise<void>;
}

async function targetOf({ data, databaseUrl, databaseOwnerUrl }: Settings): Promise<Target> {
  if (databaseUrl !== undefined) {
    const url = databaseOwnerUrl ?? databaseUrl;
    const close = (): Promise<void> => Promise.resolve();
    return { url, close, undo: () => unplace(data) };
  }
  const dir = join(data, 'postgres');
  const server = await startEmbeddedPostgres({ dir });
  return {
    url: server.url,
    close: () => server.close(),
    async undo() {
      await server.close();
      await rm(dir, { recursive: true, force: true });
      await unplace(data);
    },
  };
}

/** The folders were not there before. */
async function unplace(data: string): Promise<void> {
  for (const name of PLACED) await rm(join(data, name), { recursive: true, force: true });
}

/** The schema as it was when the backup was made; the next start brings it up to date. */
async function prepareSchema(url: string, { migrations }: Manifest): Promise<void> {
  await connected(url, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('migrations') IS NOT NULL AS there`,
    );
    if (rows[0]?.there === true && !((await isSchemaOf(client, migrations)) && (await isUnused(client)))) {
      throw new RestoreRefused('RESTORE_TARGET_IN_USE', {
        zh: '数据库不是空的：恢复只写入空数据库，请新建一个。',
        en: 'The database is not empty: a restore only writes into an empty one; make one.',
      });
    }
    await migrate(url, { most: migrations.length });
    if (!(await isSchemaOf(client, migrations))) {
      throw new RestoreRefused('BACKUP_OF_OTHER_VERSION', {
        zh: '备份来自更新的或别的版本：请用做备份时的版本恢复，再升级。',
        en: 'The backup was made by a later or another version: restore with the version that made it, then upgrade.',
      });
    }
    await client.end();
  });
}

async function isSchemaOf(client: pg.Client, migrations: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name).join() === migrations.join();
}

/** As an interrupted restore leaves it. */
async function isUnused(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM issuers UNION ALL SELECT FROM audit_records LIMIT 1');
  return rowCount === 0;
}

async function unpack(
  pieces: AsyncIterable<Piece>,
  {
    tables,
    load,
    staging,
    file,
  }: {
    readonly tables: readonly Table[];
    readonly load: DatabaseLoad;
    readonly staging: string;
    readonly file: string;
  },
): Promise<void> {
  const sequenceParts: Uint8Array[] = [];
  const files = new StagedFiles(staging);
  try {
    for await (const { path, bytes } of pieces) {
      const [, schema, name] = PART.exec(path) ?? [];
      const table = tables.find((one) => one.schema === schema && one.name === name);
      if (table) await load.add(table, bytes);
      else if (path === SEQUENCES) sequenceParts.push(bytes);
      else if (path.startsWith(FILES)) await files.add(path.slice(FILES.length), bytes);
      else if (path !== MANIFEST) throw unreadable(file, new Error(`unknown part ${path}`));
    }
  } finally {
    await files.close();
  }
  if (sequenceParts.length > 0) await load.setSequences(Buffer.concat(sequenceParts));
  await load.endTable();
}

/** Files of the data folder on their way into it. */
class StagedFiles {
  readonly #folder: string;
  #open: { readonly path: string; readonly handle: FileHandle } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What comes of one file comes one after the other. */
  async add(path: string, bytes: Uint8Array): Promise<void> {
    if (!/^(keys|ledger|erased-holders)(\/|$)/.test(path) || path.split('/').includes('..')) {
      throw new RangeError(`a backup holds no ${path}`);
    }
    if (this.#open?.path !== path) {
      await this.close();
      const file = join(this.#folder, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      this.#open = { path, handle: await open(file, 'wx', 0o600) };
    }
    await this.#open.handle.write(bytes);
  }

  async close(): Promise<void> {
    const handle = this.#open?.handle;
    this.#open = undefined;
    if (!handle) return;
    await handle.sync();
    await handle.close();
  }
}

async function place(staging: string, data: string): Promise<void> {
  for (const name of PLACED) {
    await rename(join(staging, name), join(data, name)).catch(unlessMissing);
  }
  const erased = await readFile(join(staging, 'erased-holders')).catch(unlessMissing);
  // The folder may hold a newer one: both count.
  if (erased) {
    const kept = await open(join(data, 'erased-holders'), 'a', 0o600);
    await kept.writeFile(Buffer.concat([Buffer.from('\n'), erased]));
    await kept.sync();
    await kept.close();
  }
}
