import type { Database } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { Audit } from './audit.js';
import { theService } from './audit.js';

/** What the ledger knows of a province's tree. */
export interface StatedHead {
  readonly size: number;
  /** RFC 6962 root, hex. */
  readonly root: string;
}

/** The database holds another audit than the one whose head this service stated: an earlier one, or a rewritten one. */
export class AuditNotStated extends Problem {
  /** @param held records in the tree here */
  constructor({ size }: StatedHead, held: number) {
    const isBehind = held < size;
    super('unavailable', isBehind ? 'AUDIT_BEHIND' : 'AUDIT_DIFFERS', {
      zh:
        `审计树与账本所记不符：账本记有 ${size} 条，数据库${isBehind ? `只有 ${held} 条` : '中的同样位置是别的内容'}。` +
        `请恢复更新的备份；确无更新备份的，须两人共同决定后设置 CERTBRIDGE_AUDIT_ACCEPT_LOSS=${size} 再启动，所缺记录及这一决定都留在审计中。`,
      en:
        `The audit is not the one that the ledger knows: it has ${size} records there, ` +
        `${isBehind ? `${held} in the database` : 'and others at their places in the database'}. Restore a later backup; ` +
        `where there is none, two people decide to set CERTBRIDGE_AUDIT_ACCEPT_LOSS=${size} and start again: ` +
        'the audit keeps what is lacking, and that it was accepted.',
    });
  }
}

export interface StandingParts {
  readonly database: Database;
  readonly audit: Pick<Audit, 'look'>;
  /** Size of a stated tree that may be lost. */
  readonly acceptLoss: number | undefined;
}

/**
 * Makes sure that the tree of the database is the one whose head stands on the ledger, or goes on from it.
 * @param stated as it was read before; undefined: none was ever stated
 * @throws AuditNotStated
 */
export async function requireStated(
  { database, audit, acceptLoss }: StandingParts,
  stated: StatedHead | undefined,
): Promise<void> {
  if (!stated) return;
  const { rows } = await database.query<{ size: number; root: Buffer }>(
    'SELECT size, root FROM audit_heads WHERE size = $1 OR size = (SELECT max(size) FROM audit_heads)',
    [stated.size],
  );
  const same = rows.find(({ size }) => size === stated.size);
  if (same?.root.toString('hex') === stated.root) return;
  const held = Math.max(0, ...rows.map(({ size }) => size));
  if (acceptLoss !== stated.size) throw new AuditNotStated(stated, held);
  await audit.look({ act: 'audit.loss-accepted', by: theService, stated: stated.size, held });
}
