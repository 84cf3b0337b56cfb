import { createHash, randomUUID } from 'node:crypto';
import { isFinal, mayBecome, successorRule } from '@certbridge/verifier-sdk/formats';
import type { CertificateState, ChangeState } from '@certbridge/verifier-sdk/formats';
import { enqueue } from '../../ledger/anchoring/index.js';
import { brokenUnique } from '../../platform/database/index.js';
import type { Database, Transaction } from '../../platform/database/index.js';
import { findResult, keepResult } from '../../platform/idempotency/index.js';
import type { KeyedRequest } from '../../platform/idempotency/index.js';
import { requireOther } from '../../platform/principal/index.js';
import { recordChange } from './changes.js';
import type { Change } from './changes.js';
import { CertificateUnknown, StatusChangeRefused } from './errors.js';
import { findChange } from './history.js';
import type { StatusChange } from './history.js';
import type { RequestedState } from './requested.js';

export interface ChangeRequest extends Change {
  /** Its successor, with `transferred`, may be of whichever issuer. */
  readonly state: RequestedState;
  readonly idempotencyKey?: string;
}

/**
 * Suspends, reinstates, revokes, cancels or transfers a certificate: at once, or once approved where the
 * issuer asks for four eyes.
 * @throws StatusChangeRefused, CertificateUnknown, IdempotencyKeyReused
 */
export async function requestChange(database: Database, request: ChangeRequest): Promise<StatusChange> {
  const { issuer, certId, state, by } = request;
  if ((successorRule(state) !== null) !== (by !== undefined))
    throw new StatusChangeRefused('SUCCESSOR_WRONG');
  if (by?.issuer === issuer && Buffer.from(by.certId).equals(certId))
    throw new StatusChangeRefused('SUCCESSOR_WRONG');
  const keyed = keyedRequest(request);
  const id = await database
    .transaction(async (transaction) => {
      const known = await findResult(transaction, keyed);
      if (known !== undefined) return known;
      const { state: from, fourEyes } = await lockCertificate(transaction, issuer, certId);
      demandTransition(from, state);
      const made = fourEyes ? await propose(transaction, request) : await make(transaction, request, null);
      await keepResult(transaction, keyed, made);
      return made;
    })
    .catch((error: unknown) => {
      if (brokenUnique(error) === 'status_changes_one_open')
        throw new StatusChangeRefused('CHANGE_ALREADY_PROPOSED');
      throw error;
    });
  return found(await findChange(database, issuer, id));
}

/**
 * The second pair of eyes.
 * @throws StatusChangeRefused, SubmitterMayNotApprove
 */
export async function decideChange(
  database: Database,
  decision: { readonly issuer: string; readonly id: string; readonly by: string; readonly approve: boolean },
): Promise<StatusChange> {
  const { issuer, id, by, approve } = decision;
  await database.transaction(async (transaction) => {
    const seen = found(await findChange(transaction, issuer, id));
    // The certificate first, as everywhere: two transactions never lock the two the other way round.
    const { state } = await lockCertificate(transaction, issuer, Buffer.from(seen.certId, 'hex'));
    const change = found(await findChange(transaction, issuer, id, 'FOR UPDATE'));
    if (change.decision !== 'proposed') throw new StatusChangeRefused('CHANGE_NOT_PROPOSED');
    if (approve) requireOther(change.submittedBy, by);
    if (!approve) {
      await transaction.query(
        `UPDATE status_changes SET decision = 'rejected', approved_by = $2 WHERE id = $1`,
        [change.id, by],
      );
      return;
    }
    demandTransition(state, change.state);
    const { state: to, reason, submittedBy, by: successor } = change;
    const approved: Change = {
      issuer,
      certId: Buffer.from(change.certId, 'hex'),
      state: to,
      reason,
      submittedBy,
      ...(successor && {
        by: { issuer: successor.issuer, certId: Buffer.from(successor.certId, 'hex') },
      }),
    };
    await make(transaction, approved, by, change.id);
  });
  return found(await findChange(database, issuer, id));
}

async function lockCertificate(
  transaction: Transaction,
  issuer: string,
  certId: Uint8Array,
): Promise<{ state: CertificateState; fourEyes: boolean }> {
  const { rows } = await transaction.query<{ state: CertificateState; fourEyes: boolean }>(
    `SELECT c.state, i.four_eyes AS "fourEyes" FROM certificates c JOIN issuers i ON i.code = c.issuer
     WHERE c.issuer = $1 AND c.cert_id = $2 FOR UPDATE OF c`,
    [issuer, Buffer.from(certId)],
  );
  if (!rows[0]) throw new CertificateUnknown();
  return rows[0];
}

function demandTransition(from: CertificateState, to: ChangeState): void {
  if (mayBecome(from, to)) return;
  const ended = from !== 'issued' && isFinal(from);
  throw new StatusChangeRefused(ended ? 'STATE_FINAL' : 'STATE_TRANSITION', from, to);
}

async function make(
  transaction: Transaction,
  change: Change,
  approvedBy: string | null,
  proposed?: string,
): Promise<string> {
  const id = await recordChange(transaction, change, approvedBy, proposed);
  await enqueue(transaction, change.issuer, [{ change: id }]);
  return id;
}

async function propose(transaction: Transaction, change: Change): Promise<string> {
  const id = randomUUID();
  const { issuer, certId, state, reason, by, submittedBy } = change;
  await transaction.query(
    `INSERT INTO status_changes (id, issuer, cert_id, decision, state, reason, by_issuer, by_cert, submitted_by)
     VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8)`,
    [id, issuer, Buffer.from(certId), state, reason, by?.issuer, by && Buffer.from(by.certId), submittedBy],
  );
  return id;
}

function keyedRequest({ issuer, idempotencyKey, certId, state, reason, by }: ChangeRequest): KeyedRequest {
  const said = [certId, by?.certId ?? ''].map((part) => Buffer.from(part as Uint8Array).toString('hex'));
  const digest = createHash('sha256')
    .update(JSON.stringify(['change', ...said, by?.issuer ?? '', state, reason]))
    .digest();
  return { issuer, key: idempotencyKey, digest, kind: 'change' };
}

function found(change: StatusChange | undefined): StatusChange {
  if (!change) throw new StatusChangeRefused('CHANGE_NOT_PROPOSED');
  return change;
}
