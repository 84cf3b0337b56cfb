import { z } from 'zod';
import type { Protection } from '../../people/personal-data/index.js';
import type { Audit, AuditEvent } from '../../people/audit/index.js';
import { ofCertificate, ofIssuer } from '../../platform/wire/index.js';
import type { Actor, Principal } from '../../platform/principal/index.js';
import { NotAllowed, mayDecide, permissions, requireScope } from '../../platform/principal/index.js';
import { within } from '../../platform/database/index.js';
import type { Database, Transaction } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';
import { decideChange, requestChange } from './decide.js';
import { changesOf, findChange, proposedChanges } from './history.js';
import type { StatusChange } from './history.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { reason, requestedState, statusChange, successor } from './schemas.js';
import { uuid } from '../../platform/wire/index.js';

export interface StatusCapabilities {
  readonly database: Database;
  readonly protection: Pick<Protection, 'mac'>;
  readonly audit: Audit;
  /** The certificate that a path names, if the token's scope covers it. @throws NotAllowed, CertificateUnknown */
  readonly reach: (
    principal: Principal,
    params: z.output<typeof ofCertificate>,
    tx?: Transaction,
  ) => Promise<{ readonly issuer: string; readonly certId: string }>;
}

const changes = z.strictObject({ changes: z.array(statusChange) });

/** Suspend, reinstate, revoke, cancel, transfer: at once, or once approved where the issuer asks for four eyes. */
export function statusOperations({ database, protection, audit, reach }: StatusCapabilities): Operation[] {
  const change = operation({
    id: 'changeStatus',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/certificates/{certificate}/status',
    summary: "Change a certificate's status",
    tag: 'statuses',
    permission: permissions.changeStatus,
    params: ofCertificate,
    body: {
      json: z.strictObject({
        state: requestedState,
        reason,
        by: successor
          .optional()
          .meta({ description: 'With transferred: the certificate that takes its place' }),
      }),
    },
    idempotent: true,
    answers: {
      200: { description: 'Made, or proposed until somebody else approves it', json: statusChange },
    },
    async change({ params, body, principal, actor, idempotencyKey }, tx) {
      const { issuer, certId } = await reach(principal, params, tx);
      const { state, by } = body;
      const { isRepeat, ...made } = await requestChange(
        { database: within(database, tx), protection },
        {
          issuer,
          certId: Buffer.from(certId, 'hex'),
          state,
          reason: body.reason,
          submittedBy: principal.subject,
          ...(by && { by: { issuer: by.issuer, certId: Buffer.from(by.certId, 'hex') } }),
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        },
      );
      if (!isRepeat) await audit.record(tx, changeEvent(made, actor));
      return { status: 200, json: changeView(made, principal) };
    },
  });
  const history = operation({
    id: 'getHistory',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/certificates/{certificate}/status',
    summary: "A certificate's status changes, oldest first",
    tag: 'statuses',
    permission: permissions.getHistory,
    params: ofCertificate,
    answers: { 200: { description: 'All of them', json: changes } },
    async handle({ params, principal }) {
      const { issuer, certId } = await reach(principal, params);
      const found = await changesOf(database, issuer, Buffer.from(certId, 'hex'));
      return { status: 200, json: { changes: found.map((one) => changeView(one, principal)) } };
    },
  });
  const waiting = operation({
    id: 'listProposedChanges',
    method: 'get',
    path: '/api/v1/issuers/{issuer}/status-changes',
    summary: 'Status changes that wait for a second pair of eyes',
    tag: 'statuses',
    permission: permissions.listProposedChanges,
    params: ofIssuer,
    answers: { 200: { description: 'All of them', json: changes } },
    async handle({ params, principal }) {
      requireScope(principal, params.issuer);
      const found = await proposedChanges(database, params.issuer);
      const reached = await covered(found, ({ certId }) =>
        reach(principal, { issuer: params.issuer, certificate: certId }),
      );
      return { status: 200, json: { changes: reached.map((one) => changeView(one, principal)) } };
    },
  });
  const decide = operation({
    id: 'decideChange',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/status-changes/{change}/decision',
    summary: 'Approve or reject a status change that waits for a second pair of eyes',
    tag: 'statuses',
    permission: permissions.decideChange,
    params: ofIssuer.extend({ change: uuid }),
    body: { json: z.strictObject({ approve: z.boolean() }) },
    answers: { 200: { description: 'The change as it is now', json: statusChange } },
    async change({ params: { issuer, change: id }, body, principal, actor }, tx) {
      requireScope(principal, issuer);
      const proposed = await findChange(tx, issuer, id);
      if (!proposed)
        throw new Problem('not-found', 'CHANGE_UNKNOWN', {
          zh: '本机构没有这项状态变更。',
          en: 'This issuer has no such status change.',
        });
      await reach(principal, { issuer, certificate: proposed.certId }, tx);
      const decided = await decideChange(
        { database: within(database, tx), protection },
        {
          issuer,
          id,
          by: principal.subject,
          approve: body.approve,
        },
      );
      await audit.record(tx, changeEvent(decided, actor));
      return { status: 200, json: changeView(decided, principal) };
    },
  });
  return [change, history, waiting, decide];
}

const ACTS = { proposed: 'status.proposed', made: 'status.changed', rejected: 'status.rejected' } as const;

function changeEvent(change: StatusChange, by: Actor): AuditEvent {
  const { id, issuer, certId: certificate, decision, state, reason: why } = change;
  return { act: ACTS[decision], by, issuer, certificate, change: id, state, reason: why };
}

/** Those that the scope covers: the type of each is its certificate's. */
async function covered<T>(all: readonly T[], reach: (one: T) => Promise<unknown>): Promise<T[]> {
  const reached: T[] = [];
  for (const one of all) {
    try {
      await reach(one);
      reached.push(one);
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
    }
  }
  return reached;
}

/** The scope is known to cover it: whoever asks has reached the certificate. */
function changeView(change: StatusChange, principal: Principal): z.input<typeof statusChange> {
  const { createdAt, madeAt, ...same } = change;
  const { issuer, decision, submittedBy: askedBy } = change;
  return {
    ...same,
    createdAt: createdAt.toISOString(),
    madeAt: madeAt?.toISOString() ?? null,
    may: mayDecide(
      principal,
      { decideChange: permissions.decideChange },
      { issuer, askedBy, waits: decision === 'proposed' },
    ),
  };
}
