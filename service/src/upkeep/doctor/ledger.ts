import { X509Certificate } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expiryWarning } from '../../certificates/keys/index.js';
import { LedgerUnavailable, connectLedger, readLedgerFile } from '../../ledger/adapter/index.js';
import { askStated } from '../../ledger/belonging/index.js';
import { checkpointRenewed } from '../../ledger/feed/index.js';
import { requireStated } from '../../people/audit/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Settings } from '../../platform/settings/index.js';
import { fault, warning, well, wordsOf } from './finding.js';
import type { Finding } from './finding.js';

const PATIENCE = 15_000;
/** Milliseconds: windows call a checkpoint stale long after. */
const CHECKPOINT_OLD = 1_800_000;

/** The files that name the ledger; of the embedded one those that its last start wrote. */
async function ledgerFilesOf({ data, ledgerFiles }: Settings): Promise<readonly string[]> {
  if (ledgerFiles.length > 0) return ledgerFiles;
  const folder = join(data, 'ledger');
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /MSP\.json$/.test(name)).map((name) => join(folder, name));
}

export async function* examineLedger(
  settings: Settings,
  database: Database | undefined,
): AsyncGenerator<Finding, void, undefined> {
  const files = await ledgerFilesOf(settings);
  if (files.length === 0) {
    yield warning(
      'ledger',
      '还没有内置账本：随服务启动后再检查',
      'There is no embedded ledger yet: examine again once the service is started',
    );
  }
  for (const file of files) yield* examineOne(file, { settings, database });
}

async function* examineOne(
  file: string,
  { settings, database }: { readonly settings: Settings; readonly database: Database | undefined },
): AsyncGenerator<Finding, void, undefined> {
  try {
    const { identity, mspId } = await readLedgerFile(file);
    const ending = identityFinding(
      mspId,
      new Date(new X509Certificate(identity.certificate).validTo),
      new Date(),
    );
    if (ending) yield ending;
    const ledger = await connectLedger(file);
    try {
      const stated = await askStated(ledger, database, PATIENCE);
      if (database && settings.auditAcceptLoss === undefined) {
        // Two people may accept a loss when the service starts; a look accepts nothing.
        const look = (): Promise<never> => Promise.reject(new Error('nothing is accepted here'));
        const nothing = { acceptLoss: undefined, supply: undefined };
        await requireStated({ database, audit: { look }, ...nothing }, stated);
      }
      yield well(
        'ledger',
        `${mspId} 的账本有答复${database ? '，与数据库相符' : ''}`,
        `The ledger of ${mspId} answers${database ? ' and agrees with the database' : ''}`,
      );
    } finally {
      await ledger.close();
    }
  } catch (error) {
    const { zh, en } = wordsOf(error);
    const isAway = error instanceof LedgerUnavailable;
    yield fault(
      'ledger',
      isAway
        ? `${file} 所指的账本没有答复：请查看节点是否运行、网络和 TLS 根证书；其间照常签发，上链等待`
        : `${file}：${zh}`,
      isAway
        ? `The ledger that ${file} names does not answer: see whether its peers run, the network and the TLS roots; issuing goes on, anchoring waits`
        : `${file}: ${en}`,
    );
  }
}

/** Undefined where it does not end soon. */
export function identityFinding(mspId: string, end: Date, now: Date): Finding | undefined {
  const left = expiryWarning(end, now);
  if (left === undefined) return undefined;
  const says = left === 'expired' ? fault : warning;
  const day = end.toISOString().slice(0, 10);
  return says(
    'ledger',
    `${mspId} 的账本身份于 ${day} 到期：请更新证书（docs/operations/network-keys.zh-CN.md）`,
    `The ledger identity of ${mspId} ends on ${day}: renew it (docs/operations/network-keys.md)`,
  );
}

/** By the checkpoint that follows each beat. */
export async function examineBeats({ data }: Settings): Promise<Finding> {
  const age = await checkpointRenewed(data).then(
    (at) => Date.now() - at.getTime(),
    () => undefined,
  );
  if (age === undefined) {
    return warning(
      'beats',
      '还没有检查点：随服务启动后再检查',
      'There is no checkpoint yet: examine again once the service is started',
    );
  }
  const minutes = Math.round(age / 60_000);
  return age > CHECKPOINT_OLD
    ? fault(
        'beats',
        `检查点已 ${minutes} 分钟没有更新，窗口将不再视其为最新：请查看服务是否运行、账本是否答复`,
        `The checkpoint was not renewed for ${minutes} minutes, and windows will call it stale: see whether the service runs and the ledger answers`,
      )
    : well('beats', `检查点 ${minutes} 分钟前更新`, `the checkpoint was renewed ${minutes} minutes ago`);
}
