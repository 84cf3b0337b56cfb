import { createHash, randomUUID } from 'node:crypto';
import { isFinal, mayBecome, successorRule, toHex } from '@certbridge/verifier-sdk/formats';
import type { CertificateState, ChangeState } from '@certbridge/verifier-sdk/formats';
import { enqueue } from '../../ledger/anchoring/index.js';
import type { IssuerClosed } from '../../ledger/anchoring/index.js';
import { IssuerNotOpen, mayIssueAlone } from '../issuers/index.js';
import { brokenUnique } from '../../platform/database/index.js';
import type { Database, Transaction } from '../../platform/database/index.js';
import { findResult, keepResult } from '../../platform/idempotency/index.js';
import type { KeyedRequest } from '../../platform/idempotency/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { requireOther, sealProposal } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import { recordChange } from './changes.js';
import type { Change } from './changes.js';
import { CertificateUnknown, StatusChangeRefused } from './errors.js';
import { findChange } from './history.js';
import type { StatusChange } from './history.js';
import type { RequestedState } from './requested.js';
import { isPending, presentState } from './present-state.js';

export interface DecisionParts {
  readonly database: Database;
  /** Vouches for the rule of four eyes, and for who proposed what. */
  readonly protection: Pick<Protection, 'mac'>;
}

export interface ChangeRequest extends Change {
  /** Its successor, with `transferred`, may be of whichever issuer. */
  readonly state: RequestedState;
  readonly idempotencyKey?: string;
}

/**
 * Suspends, reinstates, revokes, cancels or transfers a certificate, or withdraws its replacement: at once, or once
 * approved where the issuer asks for four eyes.
 * @throws StatusChangeRefused, CertificateUnknown, IdempotencyKeyReused
 */
export async function requestChange(
  { database, protection }: DecisionParts,
  request: ChangeRequest,
): Promise<StatusChange & { readonly isRepeat: boolean }> {
  const { issuer, certId, state, by } = request;
  if ((successorRule(state) !== null) !== (by !== undefined))
    throw new StatusChangeRefused('SUCCESSOR_WRONG');
  if (by?.issuer === issuer && Buffer.from(by.certId).equals(certId))
    throw new StatusChangeRefused('SUCCESSOR_WRONG');
  const keyed = keyedRequest(request);
  const { id, isRepeat } = await database
    .transaction(async (transaction) => {
      const known = await findResult(transaction, keyed);
      if (known !== undefined) return { id: known, isRepeat: true };
      const locked = await lockCertificate(transaction, protection, issuer, certId);
      demandTransition(locked, state);
      const made = locked.fourEyes
        ? await propose(transaction, protection, request)
        : await make(transaction, request, locked, null);
      await keepResult(transaction, keyed, made);
      return { id: made, isRepeat: false };
    })
    .catch((error: unknown) => {
      if (brokenUnique(error) === 'status_changes_one_open')
        throw new StatusChangeRefused('CHANGE_ALREADY_PROPOSED');
      throw error;
    });
  return { ...found(await findChange(database, issuer, id)), isRepeat };
}

/**
 * The second pair of eyes.
 * @throws StatusChangeRefused, SubmitterMayNotApprove
 */
export async function decideChange(
  { database, protection }: DecisionParts,
  decision: { readonly issuer: string; readonly id: string; readonly by: string; readonly approve: boolean },
): Promise<StatusChange> {
  const { issuer, id, by, approve } = decision;
  await database.transaction(async (transaction) => {
    const seen = found(await findChange(transaction, issuer, id));
    // The certificate first, as everywhere: two transactions never lock the two the other way round.
    const locked = await lockCertificate(transaction, protection, issuer, Buffer.from(seen.certId, 'hex'));
    const change = found(await findChange(transaction, issuer, id, 'FOR UPDATE'));
    if (change.decision !== 'proposed') throw new StatusChangeRefused('CHANGE_NOT_PROPOSED');
    if (!approve) {
      await transaction.query(
        `UPDATE status_changes SET decision = 'rejected', approved_by = $2 WHERE id = $1`,
        [change.id, by],
      );
      return;
    }
    const { rows } = await transaction.query<{ seal: Buffer | null }>(
      'SELECT seal FROM status_changes WHERE id = $1',
      [change.id],
    );
    requireOther(protection, { ...proposalOf(change), seal: rows[0]?.seal ?? null }, by);
    demandTransition(locked, change.state);
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
    await make(transaction, approved, locked, by, change.id);
  });
  return found(await findChange(database, issuer, id));
}

/** A certificate as it is today. */
interface Locked {
  readonly state: CertificateState;
  readonly fourEyes: boolean;
  /** Whether another takes its place on a day to come. */
  readonly isPending: boolean;
  /** That other one, while it is not final. */
  readonly successor: Buffer | undefined;
  /** Whose place it takes on a day to come. */
  readonly predecessor: Buffer | undefined;
}

interface LockedRow extends Record<string, unknown> {
  readonly cert_id: Buffer;
  readonly state: CertificateState;
  readonly fourEyes: boolean;
  readonly ruleSeal: Buffer | null;
  readonly closed: IssuerClosed | null;
  readonly superseded_by: Buffer | null;
  readonly pending: boolean;
}

/** Locks a certificate with what it waits for and what waits for it, always in one order. */
async function lockCertificate(
  transaction: Transaction,
  protection: Pick<Protection, 'mac'>,
  issuer: string,
  certId: Uint8Array,
): Promise<Locked> {
  const cert = Buffer.from(certId);
  const { rows } = await transaction.query<LockedRow>(
    `SELECT c.cert_id, ${presentState} AS state, i.four_eyes AS "fourEyes", i.rule_seal AS "ruleSeal", i.closed, c.superseded_by,
       coalesce(${isPending}, false) AS pending
     FROM certificates c JOIN issuers i ON i.code = c.issuer
     WHERE c.issuer = $1 AND (c.cert_id = $2 OR c.superseded_by = $2
       OR c.cert_id = (SELECT superseded_by FROM certificates WHERE cert_id = $2))
     ORDER BY c.cert_id FOR UPDATE OF c`,
    [issuer, cert],
  );
  const own = rows.find(({ cert_id }) => cert_id.equals(cert));
  if (!own) throw new CertificateUnknown();
  // Its log is another province's; of one that is about to move or has ended, changes are taken.
  if (own.closed === 'moved') throw new IssuerNotOpen(issuer, own.closed);
  const awaited = own.pending && rows.find(({ cert_id }) => own.superseded_by?.equals(cert_id));
  const isOpen = awaited && (awaited.state === 'issued' || !isFinal(awaited.state));
  const waiting = rows.find(({ superseded_by, pending }) => pending && superseded_by?.equals(cert));
  return {
    state: own.state,
    fourEyes: !mayIssueAlone(protection, { ...own, code: issuer }),
    isPending: own.pending,
    successor: isOpen ? awaited.cert_id : undefined,
    predecessor: waiting?.cert_id,
  };
}

function demandTransition({ state: from, isPending: waits }: Locked, to: ChangeState): void {
  if (!mayBecome(from, to)) {
    const ended = from !== 'issued' && isFinal(from);
    throw new StatusChangeRefused(ended ? 'STATE_FINAL' : 'STATE_TRANSITION', from, to);
  }
  if (to === 'withdrawn' && !waits) throw new StatusChangeRefused('NOTHING_PENDING', from, to);
}

/** Makes the change, and with it the one that must stand in the same entry; both go into the outbox as one item. */
async function make(
  transaction: Transaction,
  change: Change,
  locked: Locked,
  approvedBy: string | null,
  proposed?: string,
): Promise<string> {
  const other = companionOf(change, locked);
  // The one that ends a certificate first: about one subject there is one current certificate.
  const early = other?.state === 'cancelled' ? await recordChange(transaction, other, approvedBy) : undefined;
  const id = await recordChange(transaction, change, approvedBy, proposed);
  const companion = early ?? (other && (await recordChange(transaction, other, approvedBy)));
  await enqueue(transaction, change.issuer, [{ change: id, ...(companion !== undefined && { companion }) }]);
  return id;
}

/**
 * Nobody is left with a certificate that waits for one which has ended (the contract demands it in one entry): a
 * successor that is revoked or cancelled before its day is withdrawn, and a withdrawn one is cancelled.
 */
function companionOf(change: Change, { successor, predecessor }: Locked): Change | undefined {
  const { state, issuer, reason, submittedBy } = change;
  const other = { issuer, reason, submittedBy };
  if (state === 'withdrawn' && successor) return { ...other, certId: successor, state: 'cancelled' };
  const ends = state === 'revoked' || state === 'cancelled';
  return ends && predecessor ? { ...other, certId: predecessor, state: 'withdrawn' } : undefined;
}

type Asked = Pick<StatusChange, 'id' | 'issuer' | 'certId' | 'state' | 'reason' | 'by' | 'submittedBy'>;

const proposalOf = ({ id, issuer, certId, state, reason, by, submittedBy }: Asked): Proposal => ({
  kind: 'status',
  id,
  what: [issuer, certId, state, reason, by && [by.issuer, by.certId]],
  by: submittedBy,
});

async function propose(
  transaction: Transaction,
  protection: Pick<Protection, 'mac'>,
  change: Change,
): Promise<string> {
  const id = randomUUID();
  const { issuer, certId, state, reason, by, submittedBy } = change;
  const successor = by && { issuer: by.issuer, certId: toHex(by.certId) };
  const asked = { ...change, id, certId: toHex(certId), by: successor ?? null };
  await transaction.query(
    `INSERT INTO status_changes (id, issuer, cert_id, decision, state, reason, by_issuer, by_cert, submitted_by,
       seal)
     VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8, $9)`,
    [
      ...[id, issuer, Buffer.from(certId), state, reason],
      ...[by?.issuer, by && Buffer.from(by.certId), submittedBy],
      sealProposal(protection, proposalOf(asked)),
    ],
  );
  return id;
}

function keyedRequest({ issuer, idempotencyKey, certId, state, reason, by }: ChangeRequest): KeyedRequest {
  const said = [toHex(certId), by ? toHex(by.certId) : '', by?.issuer ?? '', state, reason];
  const digest = createHash('sha256')
    .update(JSON.stringify(['change', ...said]))
    .digest();
  // Nothing personal: a certId is random.
  return { issuer, key: idempotencyKey, digestFor: () => Promise.resolve(digest), kind: 'change' };
}

function found(change: StatusChange | undefined): StatusChange {
  if (!change) throw new StatusChangeRefused('CHANGE_NOT_PROPOSED');
  return change;
}
