import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keysOfOlderMasters, rewrapKeys } from '../people/personal-data/index.js';
import { openDatabase } from '../platform/database/index.js';
import { createPrivateFile } from '../platform/files/index.js';
import { Problem } from '../platform/problems/index.js';
import { readSettings } from '../platform/settings/index.js';
import { backUp, backupKey, databaseOf, restore } from '../upkeep/backup/index.js';
import { examine } from '../upkeep/doctor/index.js';
import type { Finding } from '../upkeep/doctor/index.js';
import { hallTls } from '../upkeep/hall-tls/index.js';
import { openConfiguredProtection } from './protection.js';
import { wrappedKeys } from './wrapped-keys.js';

export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  /** Writes a line. */
  readonly say: (text: string) => void;
}

type Command = (args: readonly string[], context: CommandContext) => Promise<number>;

const USAGE_CODE = 64;

const USAGE = `用法 Usage:
  certbridge-service                      启动服务 runs the service
  certbridge-service doctor               逐项检查，给出办法；有故障时以 1 结束 examines everything, with remedies; ends with 1 where there is a fault
  certbridge-service backup-key FILE      生成备份密钥：FILE 是私钥，移到别处保管 makes the key of backups: FILE is private, to be kept elsewhere
  certbridge-service backup               备份到 CERTBRIDGE_BACKUPS backs up
  certbridge-service restore MAIN KEYS --identity FILE
                                          恢复到空的 CERTBRIDGE_DATA restores into an empty CERTBRIDGE_DATA
  certbridge-service tls FOLDER [NAME…]   大厅服务器的 TLS 证书：在 FOLDER 建立本地证书机构；不写名称为续期 makes TLS for a hall's server and a local authority in FOLDER; without names, renews it
  certbridge-service rewrap               换主密钥：用新的主密钥重新包裹全部密钥 brings all keys under the newest master key
设置与服务相同 Settings are those of the service: service/README.md`;

const commands = new Map<string, Command>([
  ['doctor', doctorCommand],
  ['backup', backupCommand],
  ['backup-key', backupKeyCommand],
  ['restore', restoreCommand],
  ['tls', tlsCommand],
  ['rewrap', rewrapCommand],
]);

/** Carries an operator's command out. @returns its exit code: 0 done, 1 refused, 64 called in a wrong way */
export async function runCommand(
  name: string,
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const command = commands.get(name);
  if (command) return command(args, context);
  context.say(USAGE);
  return ['help', '--help', '-h'].includes(name) ? 0 : USAGE_CODE;
}

const MARKS: Readonly<Record<Finding['state'], string>> = {
  well: '✓ 正常 well   ',
  warning: '! 注意 warning',
  fault: '✗ 故障 fault  ',
};

async function doctorCommand(_: readonly string[], { environment, say }: CommandContext): Promise<number> {
  let faults = 0;
  for await (const { check, state, says } of examine(environment)) {
    if (state === 'fault') faults += 1;
    say(`${MARKS[state]}  ${check.padEnd(10)}  ${says.zh}`);
    if (says.en !== says.zh) say(`${' '.repeat(28)}${says.en}`);
  }
  return faults === 0 ? 0 : 1;
}

async function backupCommand(_: readonly string[], { environment, say }: CommandContext): Promise<number> {
  const { main, keys, deleted } = await backUp(readSettings(environment));
  say(`已备份 Backed up:\n  ${main.file}  ${megabytes(main.size)}\n  ${keys.file}  ${megabytes(keys.size)}`);
  say('密钥备份最多保留七天 The backup of keys is kept for seven days at most: docs/operations/erasure.md');
  for (const file of deleted) say(`已删除过期的密钥备份 Deleted an expired backup of keys: ${file}`);
  return 0;
}

async function backupKeyCommand(
  [file, ...more]: readonly string[],
  { say }: CommandContext,
): Promise<number> {
  if (file === undefined || more.length > 0) return usage(say);
  const { identity, recipient } = await backupKey();
  await createPrivateFile(file, `# public key: ${recipient}\n${identity}\n`).catch((cause: unknown) => {
    throw new Problem(
      'unprocessable',
      'FILE_REFUSED',
      {
        zh: `${file} 已存在或者不能写：请换一个文件名。`,
        en: `${file} is there already, or cannot be written: name another file.`,
      },
      { cause },
    );
  });
  say(
    `私钥 The private key: ${file}（移到别处保管：没有它，备份打不开 keep it elsewhere: without it no backup opens）`,
  );
  say(`CERTBRIDGE_BACKUP_RECIPIENTS=${recipient}`);
  return 0;
}

async function restoreCommand(
  args: readonly string[],
  { environment, say }: CommandContext,
): Promise<number> {
  const { values, positionals } = parsed(args);
  const [main, keys] = positionals;
  if (main === undefined || keys === undefined || values.identity === undefined || positionals.length > 2) {
    return usage(say);
  }
  const settings = readSettings(environment);
  const { time, isMasterKeyElsewhere } = await restore(settings, {
    main,
    keys,
    identityFile: values.identity,
  });
  say(`已恢复到 ${time} 的状态 Restored as of ${time}: ${settings.data}`);
  if (isMasterKeyElsewhere) {
    say(
      '备份中没有主密钥：启动前设置 CERTBRIDGE_MASTER_KEY The master key is in no backup: set CERTBRIDGE_MASTER_KEY before the start',
    );
  }
  return 0;
}

async function tlsCommand([folder, ...names]: readonly string[], { say }: CommandContext): Promise<number> {
  if (folder === undefined) return usage(say);
  const { fingerprint, notAfter, chain, key, authority, installation } = await hallTls(
    resolve(folder),
    names,
  );
  say(`TLS 证书有效至 The TLS certificate is valid until ${notAfter.toISOString().slice(0, 10)}`);
  say(`CERTBRIDGE_TLS_CERTIFICATE=${chain}\nCERTBRIDGE_TLS_KEY=${key}`);
  say(
    `在每台窗口电脑上安装 To be installed on every window's PC: ${authority}（办法见 as ${installation} says）\n其 SHA-256 指纹 Its SHA-256 fingerprint: ${fingerprint}`,
  );
  return 0;
}

/** What a running service does by itself; for whoever will not wait, or has none running. */
async function rewrapCommand(_: readonly string[], { environment, say }: CommandContext): Promise<number> {
  const settings = readSettings(environment);
  const source = await databaseOf(settings);
  const database = openDatabase({ url: source.url });
  try {
    const protection = await openConfiguredProtection(settings, database);
    const left = await keysOfOlderMasters(database, protection, wrappedKeys);
    const total = [...left.values()].reduce((sum, keys) => sum + keys, 0);
    let done = 0;
    const onChunk = (table: string, keys: number): void => {
      done += keys;
      say(`${table}: ${done} / ${total}`);
    };
    await rewrapKeys({ database, protection, tables: wrappedKeys, onChunk });
    say(
      '全部密钥都在新的主密钥之下，可以去掉 CERTBRIDGE_OLD_MASTER_KEYS Every key is under the newest master key: CERTBRIDGE_OLD_MASTER_KEYS can go',
    );
    return 0;
  } finally {
    await database.close();
    await source.close();
  }
}

function parsed(args: readonly string[]): {
  readonly values: { readonly identity?: string | undefined };
  readonly positionals: readonly string[];
} {
  try {
    return parseArgs({
      args: [...args],
      options: { identity: { type: 'string' } },
      allowPositionals: true,
    });
  } catch {
    return { values: {}, positionals: [] };
  }
}

function usage(say: (text: string) => void): number {
  say(USAGE);
  return USAGE_CODE;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
