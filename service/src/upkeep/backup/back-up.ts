import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { useEmbeddedPostgres } from '../../platform/database/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { writeArchive } from './archive.js';
import type { ArchiveFile } from './archive.js';
import { dataFiles, ledgerLength } from './data-files.js';
import { BackupRefused } from './errors.js';
import { rememberBackup } from './last-backup.js';
import { MANIFEST } from './manifest.js';
import type { Manifest } from './manifest.js';
import { Snapshot } from './snapshot.js';

export interface Backup {
  readonly id: string;
  readonly time: string;
  /** Path and length of the archive without keys of people, and of the one with them. */
  readonly main: { readonly file: string; readonly size: number };
  readonly keys: { readonly file: string; readonly size: number };
  /** Archives of keys that were older than seven days, and are deleted. */
  readonly deleted: readonly string[];
}

/** Keys of people are kept for so long: whoever was erased is gone from all copies then (docs/operations/erasure.md). */
const KEYS_KEPT_MS = 7 * 86_400_000;
const KEYS_NAME = /^certbridge-(\d{8}T\d{6}Z)\.keys\.tar\.gz\.age$/;
const ATTEMPTS = 1_000;

/**
 * Backs up database, keys and embedded ledger at one point, beside a running service or without it.
 * @throws BackupRefused, DatabaseUnavailable
 */
export async function backUp(settings: Settings): Promise<Backup> {
  const { data, backups } = settings;
  if (backups === undefined) {
    throw new BackupRefused('BACKUP_NOT_SET', {
      zh: '请设置 CERTBRIDGE_BACKUPS（备份存放的文件夹）和 CERTBRIDGE_BACKUP_RECIPIENTS（certbridge-service backup-key 给出的公钥）。',
      en: 'Set CERTBRIDGE_BACKUPS, the folder for backups, and CERTBRIDGE_BACKUP_RECIPIENTS, the public key that certbridge-service backup-key gives.',
    });
  }
  await mkdir(backups.folder, { recursive: true, mode: 0o700 });
  const source = await databaseOf(settings);
  try {
    const { snapshot, blocks } = await consistent(source.url, data);
    try {
      const time = new Date();
      const described = await snapshot.describe();
      const common = {
        v: 1 as const,
        id: randomUUID(),
        time: time.toISOString(),
        ...described,
        isMasterKeyElsewhere: settings.masterKey !== undefined,
      };
      const isKey = ({ schema }: Manifest['tables'][number]): boolean => schema === 'certbridge_keys';
      const archive = async (part: Manifest['part']): Promise<Backup['main']> => {
        const wanted = described.tables.filter((table) => isKey(table) === (part === 'keys'));
        const file = join(
          backups.folder,
          `certbridge-${stampOf(time)}${part === 'keys' ? '.keys' : ''}.tar.gz.age`,
        );
        const files = partsOf(snapshot, { ...common, part, tables: wanted }, { data, blocks });
        return { file, size: await writeArchive(file, backups.recipients, files) };
      };
      const backup = {
        id: common.id,
        time: common.time,
        main: await archive('main'),
        keys: await archive('keys'),
      };
      const files = [backup.main.file, backup.keys.file];
      await rememberBackup(data, { id: backup.id, time: backup.time, files });
      return { ...backup, deleted: await deleteOldKeys(backups.folder, time) };
    } finally {
      await snapshot.close();
    }
  } finally {
    await source.close();
  }
}

/** The service's database, beside it or without it. @throws BackupRefused where there is none */
export async function databaseOf({ data, databaseUrl, databaseOwnerUrl }: Settings): Promise<{
  readonly url: string;
  close(): Promise<void>;
}> {
  const url = databaseOwnerUrl ?? databaseUrl;
  if (url !== undefined) return { url, close: () => Promise.resolve() };
  const dir = join(data, 'postgres');
  await access(join(dir, 'cluster')).catch((cause: unknown) => {
    throw new BackupRefused(
      'NOTHING_TO_BACK_UP',
      {
        zh: `数据文件夹 ${data} 中没有数据库：请让 CERTBRIDGE_DATA 或 DATABASE_URL 与服务的设置相同。`,
        en: `There is no database in the data folder ${data}: set CERTBRIDGE_DATA or DATABASE_URL as the service has them.`,
      },
      cause,
    );
  });
  return useEmbeddedPostgres({ dir });
}

/**
 * A snapshot of the database between two looks at the ledger in which it did not grow: all that the database has as
 * anchored is in those blocks, and they state no audit that the database has not.
 */
async function consistent(
  url: string,
  data: string,
): Promise<{ readonly snapshot: Snapshot; readonly blocks: number | undefined }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await ledgerLength(data);
    const snapshot = await Snapshot.open(url);
    if ((await ledgerLength(data)) === before) return { snapshot, blocks: before };
    await snapshot.close();
  }
  throw new BackupRefused('LEDGER_TOO_BUSY', {
    zh: '账本一直在写入，取不到一致的时点：请稍后再试。',
    en: 'The ledger was written to without a pause, so that there was no consistent point: try again shortly.',
  });
}

async function* partsOf(
  snapshot: Snapshot,
  manifest: Manifest,
  { data, blocks }: { readonly data: string; readonly blocks: number | undefined },
): AsyncGenerator<ArchiveFile, void, undefined> {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  yield { path: MANIFEST, size: bytes.length, chunks: [bytes] };
  for (const table of manifest.tables) yield* snapshot.table(table);
  if (manifest.part === 'keys') return;
  yield await snapshot.sequences();
  yield* dataFiles(data, blocks);
}

async function deleteOldKeys(folder: string, now: Date): Promise<string[]> {
  const latest = stampOf(new Date(now.getTime() - KEYS_KEPT_MS));
  const old = (await readdir(folder)).filter((name) => {
    const made = KEYS_NAME.exec(name)?.[1];
    return made !== undefined && made <= latest;
  });
  for (const name of old) await rm(join(folder, name));
  return old.map((name) => join(folder, name));
}

/** As names of backups have it: `20261129T210000Z`, in the order of time. */
const stampOf = (time: Date): string => time.toISOString().replaceAll(/[-:]|\.\d+/g, '');
