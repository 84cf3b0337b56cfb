import { randomUUID } from 'node:crypto';
import type { ChangeReason, ChangeState } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';

/** A decision about a certificate, made: to be put into the outbox in the same transaction. */
export interface MadeChange {
  readonly issuer: string;
  readonly certId: Uint8Array;
  readonly state: ChangeState;
  readonly reason: ChangeReason;
  /** The successor. */
  readonly by?: { readonly issuer: string; readonly certId: Uint8Array };
  readonly submittedBy: string;
  readonly approvedBy: string | null;
}

/** States from which nothing leads anywhere. */
const finalStates = ['revoked', 'cancelled', 'superseded', 'transferred'];

/** Whether a certificate in state `from` may become `to`. */
export function mayBecome(from: string, to: ChangeState): boolean {
  if (finalStates.includes(from)) return false;
  if (to === 'reinstated') return from === 'suspended';
  return to !== from;
}

/** Changes the certificate here and now; the ledger follows by the outbox. Returns the change's id. */
export async function recordChange(
  transaction: Transaction,
  change: MadeChange,
  id?: string,
): Promise<string> {
  const state = change.state === 'reinstated' ? 'issued' : change.state;
  const certId = Buffer.from(change.certId);
  await transaction.query(
    `UPDATE certificates SET state = $2, is_current = is_current AND NOT $3 WHERE cert_id = $1`,
    [certId, state, finalStates.includes(state)],
  );
  const made = id ?? randomUUID();
  await transaction.query(
    `INSERT INTO status_changes (id, issuer, cert_id, decision, state, reason, by_issuer, by_cert, submitted_by,
       approved_by, made_at)
     VALUES ($1, $2, $3, 'made', $4, $5, $6, $7, $8, $9, now())
     ON CONFLICT (id) DO UPDATE SET decision = 'made', approved_by = $9, made_at = now()`,
    [
      made,
      change.issuer,
      certId,
      change.state,
      change.reason,
      change.by?.issuer,
      change.by && Buffer.from(change.by.certId),
      change.submittedBy,
      change.approvedBy,
    ],
  );
  return made;
}
