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
  /** With `superseded`: the day to come (YYYY-MM-DD, Asia/Shanghai) from which it counts; at once without. */
  readonly from?: string;
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
  const made = proposed ?? randomUUID();
  await transaction.query(
    `INSERT INTO status_changes (id, issuer, cert_id, decision, state, reason, by_issuer, by_cert, from_day,
       submitted_by, approved_by, made_at)
     VALUES ($1, $2, $3, 'made', $4, $5, $6, $7,
       coalesce($8::date, (SELECT superseded_from FROM certificates WHERE cert_id = $3 AND $4 = 'withdrawn')),
       $9, $10, now())
     ON CONFLICT (id) DO UPDATE SET decision = 'made', approved_by = $10, made_at = now(),
       from_day = excluded.from_day`,
    [
      made,
      change.issuer,
      Buffer.from(change.certId),
      change.state,
      change.reason,
      change.by?.issuer,
      change.by && Buffer.from(change.by.certId),
      change.from,
      change.submittedBy,
      approvedBy,
    ],
  );
  await applyChange(transaction, change);
  return made;
}

/** A successor is the current certificate about its subject from the moment that it is issued. */
async function applyChange(transaction: Transaction, { certId, state, by, from }: Change): Promise<void> {
  const cert = Buffer.from(certId);
  if (state === 'withdrawn') {
    await transaction.query(
      `UPDATE certificates c SET superseded_by = NULL, superseded_from = NULL, is_current = subject IS NOT NULL
         AND NOT EXISTS (SELECT FROM certificates o WHERE o.issuer = c.issuer AND o.type = c.type
           AND o.subject = c.subject AND o.is_current AND o.cert_id <> c.cert_id)
       WHERE cert_id = $1`,
      [cert],
    );
  } else if (from !== undefined) {
    await transaction.query(
      'UPDATE certificates SET superseded_by = $2, superseded_from = $3, is_current = false WHERE cert_id = $1',
      [cert, by && Buffer.from(by.certId), from],
    );
  } else {
    // What is final ends what waits for its day.
    await transaction.query(
      `UPDATE certificates SET state = $2, is_current = is_current AND NOT $3,
         superseded_by = CASE WHEN NOT $3 THEN superseded_by END,
         superseded_from = CASE WHEN NOT $3 THEN superseded_from END
       WHERE cert_id = $1`,
      [cert, statusRules[state].becomes, isFinal(state)],
    );
  }
}
