import { join } from 'node:path';
import { keyDescriptions } from '../../certificates/signing/index.js';
import type { KeyDescription } from '../../certificates/signing/index.js';
import { expiryWarning, usedKids } from '../../certificates/keys/index.js';
import { AUDIT_TABLES } from '../../people/audit/index.js';
import {
  DatabaseUnavailable,
  databasePlace,
  isTried,
  openDatabase,
  postgresVersion,
  requireAppendOnly,
  requireMigrated,
  runningPostgres,
  untried,
} from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { fault, warning, well, wordsOf } from './finding.js';
import type { Finding } from './finding.js';

/** Seconds that clocks may differ: timestamps and beats are judged by them. */
const CLOCK_S = 2;

/** The service's database, if it answers, to be closed by the caller. */
export async function openForDoctor(settings: Settings): Promise<Database | undefined> {
  const url = settings.databaseUrl ?? (await runningPostgres(join(settings.data, 'postgres')));
  return url === undefined ? undefined : openDatabase({ url, connections: 1, statementTimeout: 10_000 });
}

/** Returns whether the database holds what the service works with. */
export async function* examineDatabase(
  settings: Settings,
  database: Database | undefined,
): AsyncGenerator<Finding, boolean, undefined> {
  if (!database) {
    yield warning(
      'database',
      '内置的 PostgreSQL 没有运行：随服务启动后再检查',
      'The embedded PostgreSQL does not run: examine again once the service is started',
    );
    return false;
  }
  const place = settings.databaseUrl === undefined ? '' : ` ${databasePlace(settings.databaseUrl)}`;
  try {
    const { major, text } = await postgresVersion(database);
    yield well('database', `数据库${place}有答复`, `The database${place} answers`);
    yield examinePostgres(major, text);
    yield await examineClock(database);
    const unfit = await schemaFault(settings, database);
    if (unfit) {
      yield unfit;
      return false;
    }
    yield* examineKeys(settings, database);
    return true;
  } catch (error) {
    const { zh, en } = wordsOf(error);
    const isAway = error instanceof DatabaseUnavailable;
    yield fault(
      'database',
      isAway
        ? `数据库${place}没有答复：请查看 PostgreSQL 是否运行、防火墙和 DATABASE_URL 中的地址`
        : `数据库${place}不能使用：${zh}`,
      isAway
        ? `The database${place} does not answer: see whether PostgreSQL runs, the firewall, and the address in DATABASE_URL`
        : `The database${place} cannot be used: ${en}`,
    );
    return false;
  }
}

export function examinePostgres(major: number, text: string): Finding {
  return isTried(major)
    ? well('versions', `PostgreSQL ${text}`, `PostgreSQL ${text}`)
    : warning('versions', untried(text).zh, untried(text).en);
}

/** Undefined: the tables are there, and the service's role may do with them what it should. */
async function schemaFault(settings: Settings, database: Database): Promise<Finding | undefined> {
  try {
    await requireMigrated(database);
    // The embedded one is looked at as its owner.
    if (settings.databaseUrl !== undefined) await requireAppendOnly(database, AUDIT_TABLES);
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    const { zh, en } = wordsOf(error);
    return fault('database', zh, en);
  }
}

async function examineClock(database: Database): Promise<Finding> {
  const before = Date.now();
  const { rows } = await database.query<{ now: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::float * 1000 AS now',
  );
  return clockFinding(rows[0]?.now ?? before, { before, after: Date.now() });
}

/**
 * What a clock that was read says of this machine's.
 * @param theirs milliseconds since 1970, read between `before` and `after`
 */
export function clockFinding(
  theirs: number,
  { before, after }: { readonly before: number; readonly after: number },
): Finding {
  const off = Math.max(0, before - theirs, theirs - after) / 1000;
  return off > CLOCK_S
    ? fault(
        'clock',
        `本机与数据库的时钟相差 ${off.toFixed(1)} 秒：请在两台机器上启用 NTP`,
        `The clocks of this machine and of the database differ by ${off.toFixed(1)} s: run NTP on both`,
      )
    : well('clock', '本机与数据库的时钟一致', 'the clocks of this machine and of the database agree');
}

async function* examineKeys(
  settings: Settings,
  database: Database,
): AsyncGenerator<Finding, void, undefined> {
  const used = await usedKids(database);
  const keys = (await keyDescriptions(join(settings.data, 'keys', 'issuers'))).filter(({ kid }) =>
    used.has(kid),
  );
  const missing = [...used].filter((kid) => !keys.some((key) => key.kid === kid));
  for (const kid of missing) {
    yield fault(
      'keys',
      `数据文件夹中没有正在使用的密钥 ${kid}：请从备份恢复 keys/，或换用新的密钥`,
      `The key ${kid}, which is in use, is not in the data folder: restore keys/ from a backup, or rotate to another key`,
    );
  }
  const ending = keys.flatMap((key) => keyFinding(key, new Date()) ?? []);
  yield* ending;
  if (missing.length + ending.length === 0) {
    yield well(
      'keys',
      `正在使用的 ${used.size} 把密钥都在，证书有效`,
      `the ${used.size} keys in use are there, their certificates valid`,
    );
  }
}

/** Of a key in use; undefined where its certificate does not end soon. */
export function keyFinding(
  { issuer, kid, notAfter }: Pick<KeyDescription, 'issuer' | 'kid' | 'notAfter'>,
  now: Date,
): Finding | undefined {
  const left = expiryWarning(notAfter, now);
  if (left === undefined || !notAfter) return undefined;
  const day = notAfter.toISOString().slice(0, 10);
  const says = left === 'expired' ? fault : warning;
  return says(
    'keys',
    `${issuer} 的密钥 ${kid} 的证书${left === 'expired' ? '已于' : '将于'} ${day} 到期：请换用新的密钥（docs/operations/keys.zh-CN.md）`,
    `The certificate of ${issuer}'s key ${kid} ${left === 'expired' ? 'ended' : 'ends'} on ${day}: rotate to another (docs/operations/keys.md)`,
  );
}
