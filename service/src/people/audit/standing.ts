import type { Database, Queryable } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { Audit } from './audit.js';
import { theService } from './audit.js';
import type { StatedHead } from './seal.js';
import { supplyRecords } from './supply.js';

/** The database holds another audit than the one whose head this service stated: an earlier one, or a rewritten one. */
export class AuditNotStated extends Problem {
  /** @param held records in the tree here */
  constructor({ size }: StatedHead, held: number) {
    const isBehind = held < size;
    super('unavailable', isBehind ? 'AUDIT_BEHIND' : 'AUDIT_DIFFERS', {
      zh:
        `审计树与账本所记不符：账本记有 ${size} 条，数据库${isBehind ? `只有 ${held} 条` : '中的同样位置是别的内容'}。` +
        '请恢复更新的备份，或将审计人员导出的文件设为 CERTBRIDGE_AUDIT_SUPPLY 以补齐所缺记录；' +
        `两者都没有的，须两人共同决定后设置 CERTBRIDGE_AUDIT_ACCEPT_LOSS=${size} 再启动，所缺记录及这一决定都留在审计中。`,
      en:
        `The audit is not the one that the ledger knows: it has ${size} records there, ` +
        `${isBehind ? `${held} in the database` : 'and others at their places in the database'}. Restore a later backup, ` +
        'or name an auditor’s export in CERTBRIDGE_AUDIT_SUPPLY, which supplies what is lacking; ' +
        `where there is neither, two people decide to set CERTBRIDGE_AUDIT_ACCEPT_LOSS=${size} and start again: ` +
        'the audit keeps what is lacking, and that it was accepted.',
    });
  }
}

export interface StandingParts {
  readonly database: Database;
  readonly audit: Pick<Audit, 'look'>;
  /** Size of a stated tree that may be lost. */
  readonly acceptLoss: number | undefined;
  /** An export that has what may be lacking. */
  readonly supply: string | undefined;
}

/**
 * Makes sure that the tree of the database is the one whose head stands on the ledger, or goes on from it, and that
 * none of its leaves was removed; supplies what is lacking where there is an export.
 * @param stated as it was read before; undefined: none was ever stated
 * @throws AuditNotStated, AuditSupplyUnusable
 */
export async function requireStated(
  { database, audit, acceptLoss, supply }: StandingParts,
  stated: StatedHead | undefined,
): Promise<void> {
  if (!stated) return;
  let found = await compare(database, stated);
  if (!found.isStated && supply !== undefined) {
    const supplied = await supplyRecords(database, supply, stated);
    await audit.look({ act: 'audit.records-supplied', by: theService, stated: stated.size, supplied });
    found = await compare(database, stated);
  }
  if (found.isStated) return;
  if (acceptLoss !== stated.size) throw new AuditNotStated(stated, found.held);
  await audit.look({ act: 'audit.loss-accepted', by: theService, stated: stated.size, held: found.held });
}

/** Whether the database has the tree that was stated, and how many of its leaves there are. */
async function compare(
  database: Queryable,
  { size, root }: StatedHead,
): Promise<{ readonly isStated: boolean; readonly held: number }> {
  const { rows } = await database.query<{ held: number; root: Buffer | null }>(
    `SELECT count(*)::int AS held, (SELECT root FROM audit_heads WHERE size = $1) AS root
     FROM audit_leaves WHERE position < $1`,
    [size],
  );
  const { held = 0, root: own = null } = rows[0] ?? {};
  return { isStated: held === size && own?.toString('hex') === root, held };
}
