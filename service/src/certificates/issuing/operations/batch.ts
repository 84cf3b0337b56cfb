import type { z } from 'zod';
import { requireScope } from '../../../platform/principal/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import { ofIssuer, uuid } from '../../../platform/wire/index.js';
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

/** @param returnReason where the one who asks may read it */
export function batchView(
  { typeVersion: _, authorities: __, createdAt, finishedAt, ...same }: Batch,
  returnReason: string | null = null,
): z.input<typeof batch> {
  return {
    ...same,
    returnReason,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

export async function* jsonLines(problems: AsyncIterable<ReportedProblem>): AsyncGenerator<string> {
  for await (const problem of problems) yield `${JSON.stringify(rowProblem.parse(problem))}\n`;
}
