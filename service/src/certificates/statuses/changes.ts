import { randomUUID } from 'node:crypto';
import { isFinal, statusRules } from '@certbridge/verifier-sdk/formats';
import type { ChangeReason, ChangeState } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';

/** A change of a certificate's status. */
export interface Change {
  readonly issuer: string;
  readonly certId: Uint8Array;
  readonly state: ChangeState;
  readonly reason: ChangeReason;
  /** The successor: the certificate that takes its place. */
  readonly by?: { readonly issuer: string; readonly certId: Uint8Array };
  readonly submittedBy: string;
}

/**
 * Makes a change in the database; put it into the outbox in the same transaction.
 * @param proposed id of the proposal that is approved by this
 * @returns the change's id
 */
export async function recordChange(
  transaction: Transaction,
  change: Change,
  approvedBy: string | null,
  proposed?: string,
): Promise<string> {
  const { stands } = statusRules[change.state];
  const certId = Buffer.from(change.certId);
  await transaction.query(
    `UPDATE certificates SET state = $2, is_current = is_current AND NOT $3 WHERE cert_id = $1`,
    [certId, stands, isFinal(change.state)],
  );
  const made = proposed ?? randomUUID();
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
      approvedBy,
    ],
  );
  return made;
}
