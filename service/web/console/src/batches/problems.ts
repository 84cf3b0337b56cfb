import { addressOf, jsonLines } from '../../../kit';
import type { Schema } from '../../../kit';

export type RowProblem = Schema<'RowProblem'>;

const PATHS = {
  problems: '/api/v1/issuers/{issuer}/batches/{batch}/problems',
  notes: '/api/v1/issuers/{issuer}/batches/{batch}/notes',
} as const;

/** All of them, told in pieces as they come. @throws Refusal */
export async function readProblems(
  which: keyof typeof PATHS,
  { issuer, id }: Schema<'Batch'>,
  signal: AbortSignal,
): Promise<RowProblem[]> {
  const all: RowProblem[] = [];
  const address = addressOf(PATHS[which], { issuer, batch: id });
  for await (const problem of jsonLines<RowProblem>(address, signal)) all.push(problem);
  return all;
}
