import { randomUUID } from 'node:crypto';
import type { Protection } from '../../people/personal-data/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { requireOther, sealProposal } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import { RuleChangeUnknown } from './errors.js';
import { setRule } from './issuers.js';

/** That one person may issue alone at an issuer: one administrator asks for it, another decides. */
export interface Loosening {
  readonly id: string;
  readonly issuer: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
}

type Row = Loosening & Record<string, unknown>;

const columns = 'id, issuer, proposed_by AS "proposedBy", proposed_at AS "proposedAt"';

const proposalOf = ({ id, issuer, proposedBy: by }: Omit<Loosening, 'proposedAt'>): Proposal => ({
  ...{ kind: 'rule', id, what: [issuer], by },
});

/** The one that waits already stands for a second proposal. */
export async function proposeLoosening(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  issuer: string,
  by: string,
): Promise<Loosening> {
  const [waiting] = await waitingLoosenings(tx, issuer);
  if (waiting) return waiting;
  const id = randomUUID();
  const { rows } = await tx.query<Row>(
    `INSERT INTO rule_changes (id, issuer, proposed_by, seal) VALUES ($1, $2, $3, $4) RETURNING ${columns}`,
    [id, issuer, by, sealProposal(protection, proposalOf({ id, issuer, proposedBy: by }))],
  );
  return rows[0] as Row;
}

export async function waitingLoosenings(database: Queryable, issuer: string): Promise<Loosening[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM rule_changes WHERE issuer = $1 AND approved IS NULL`,
    [issuer],
  );
  return rows;
}

/** @throws RuleChangeUnknown, SubmitterMayNotApprove */
export async function decideLoosening(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  decision: { readonly issuer: string; readonly id: string; readonly by: string; readonly approve: boolean },
): Promise<void> {
  const { issuer, id, by, approve } = decision;
  const { rows } = await tx.query<Row & { readonly seal: Buffer | null }>(
    `SELECT ${columns}, seal FROM rule_changes WHERE issuer = $1 AND id = $2 AND approved IS NULL FOR UPDATE`,
    [issuer, id],
  );
  const [change] = rows;
  if (!change) throw new RuleChangeUnknown();
  if (approve) requireOther(protection, { ...proposalOf(change), seal: change.seal }, by);
  await tx.query('UPDATE rule_changes SET decided_by = $2, decided_at = now(), approved = $3 WHERE id = $1', [
    id,
    by,
    approve,
  ]);
  if (approve) await setRule(tx, protection, { code: issuer, fourEyes: false });
}
