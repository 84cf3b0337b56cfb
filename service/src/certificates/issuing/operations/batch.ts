import type { z } from 'zod';
import {
  mayDecide,
  mayDo,
  permissions,
  reachesType,
  requireScope,
} from '../../../platform/principal/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import { ofIssuer, uuid } from '../../../platform/wire/index.js';
import { mendable, statesBefore } from '../batch-state.js';
import type { BatchState } from '../batch-state.js';
import type { Batch } from '../batches.js';
import type { Issuing } from '../issuing.js';
import type { ReportedProblem } from '../report.js';
import { rowProblem } from '../schemas.js';
import type { batch } from '../schemas.js';

export const ofBatch = ofIssuer.extend({ batch: uuid });
export const BATCHES = '/api/v1/issuers/{issuer}/batches';

/** The batch, if the token covers its issuer and type. */
export async function reachedBatch(
  issuing: Issuing,
  principal: Principal,
  { issuer, batch: id }: z.output<typeof ofBatch>,
): Promise<Batch> {
  requireScope(principal, issuer);
  const found = await issuing.batch(issuer, id);
  requireScope(principal, issuer, found.type);
  return found;
}

export const batchPath = ({ issuer, id }: Batch): string => `/api/v1/issuers/${issuer}/batches/${id}`;

const { decideBatch, returnBatch, withdrawBatch, submitCheckedBatch, mendRow } = permissions;
const changing = { submitCheckedBatch, mendRow, withdrawBatch, returnBatch };

/** The states in which each of them does something. */
const STATES: Readonly<Record<keyof typeof changing, readonly BatchState[]>> = {
  submitCheckedBatch: mendable,
  mendRow: mendable,
  withdrawBatch: statesBefore('withdrawn'),
  returnBatch: statesBefore('returned'),
};

/** By which operations somebody may change a batch now. */
function mayChange(principal: Principal, { issuer, type, state, submittedBy }: Batch): string[] {
  if (!reachesType(principal, type)) return [];
  const waiting = { issuer, waits: state === 'submitted', askedBy: submittedBy };
  return [
    ...mayDo(principal, changing, issuer).filter((id) => STATES[id].includes(state)),
    ...mayDecide(principal, { decideBatch }, waiting),
  ];
}

/** @param returnReason where the one who asks may read it */
export function batchView(
  found: Batch,
  principal: Principal,
  returnReason: string | null = null,
): z.input<typeof batch> {
  const { typeVersion: _, authorities: __, columnNames: ___, createdAt, finishedAt, ...same } = found;
  return {
    ...same,
    returnReason,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    may: mayChange(principal, found),
  };
}

export async function* jsonLines(problems: AsyncIterable<ReportedProblem>): AsyncGenerator<string> {
  for await (const problem of problems) yield `${JSON.stringify(rowProblem.parse(problem))}\n`;
}
