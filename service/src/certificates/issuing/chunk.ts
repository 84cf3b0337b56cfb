import { dateAt } from '@certbridge/verifier-sdk/formats';
import { progressChannel } from '../../ledger/anchoring/index.js';
import type { Transaction } from '../../platform/database/index.js';
import type { RowProblem } from '../intake/index.js';
import { Problem } from '../../platform/problems/index.js';
import { fieldProblem } from '../types/index.js';
import type { RowProblemCode } from '../types/index.js';
import { getBatch } from './batches.js';
import type { Batch } from './batches.js';
import { placeProblem } from './fit.js';
import { claim } from './claim.js';
import type { Claimed } from './claim.js';
import { getIssuer } from '../issuers/index.js';
import { mint } from './mint.js';
import type { Minted } from './mint.js';
import type { IssuingOptions } from './options.js';
import { storeProblems } from './rows.js';
import { save } from './save.js';
import type { Finished } from './save.js';

const CHUNK = 64;

/**
 * Issues some of a batch's waiting applications: claimed, minted and stored in ONE transaction, so that a
 * crash at any point leaves either all of it or nothing. Returns how many it dealt with; 0 when none waits.
 */
export async function issueChunk(
  options: IssuingOptions,
  batchId: string,
  issuerCode: string,
): Promise<number> {
  const { database, protection, types } = options;
  return database.transaction(async (transaction) => {
    const batch = await getBatch({ database: transaction }, issuerCode, batchId);
    const issuer = await getIssuer(transaction, issuerCode);
    const type = types.at(batch.type, batch.typeVersion);
    const limit = options.chunk ?? CHUNK;
    const claimed = await claim(transaction, protection, { batch: batch.id, issuer, type, limit });
    if (claimed.length === 0) return 0;

    const issuedOn = dateAt(Date.now());
    const refused = new Map<number, RowProblemCode>();
    const mintOne = async (application: Claimed): Promise<Finished | undefined> => {
      if (application.obstacle) {
        refused.set(application.line, application.obstacle);
        return undefined;
      }
      const minted = await mintOrRefuse(options, () =>
        mint(options, { issuer, type, issuedOn, ...application }),
      );
      if (!minted) refused.set(application.line, 'DOCUMENT_FAILED');
      return minted && { ...application, ...minted };
    };
    const finished = (await Promise.all(claimed.map(mintOne))).filter((one) => one !== undefined);
    for (const line of await save(transaction, { batch, type, issuedOn }, finished)) {
      refused.set(line, 'ALREADY_ISSUED');
    }
    await settle(transaction, options, batch, claimed, refused);
    return claimed.length;
  });
}

/** Undefined for a document that cannot be drawn: only its row is refused. A service that is unavailable fails the whole chunk, which is tried again. */
async function mintOrRefuse(
  options: IssuingOptions,
  work: () => Promise<Minted>,
): Promise<Minted | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isTemporary(error)) throw error;
    options.onTrouble?.(error);
    return undefined;
  }
}

function isTemporary(error: unknown): boolean {
  if (error instanceof Problem) return error.kind === 'unavailable';
  return (error as { code?: unknown }).code === 'TIMESTAMP_UNREACHABLE';
}

async function settle(
  transaction: Transaction,
  { protection, types }: IssuingOptions,
  batch: Batch,
  claimed: readonly Claimed[],
  refused: ReadonlyMap<number, RowProblemCode>,
): Promise<void> {
  const type = types.at(batch.type, batch.typeVersion);
  const [lines, bad] = [claimed.map(({ line }) => line), [...refused.keys()]];
  // The certificate holds the fields now; an application need not.
  await transaction.query(
    `UPDATE applications SET state = CASE WHEN line = ANY($3::int[]) THEN 'refused' ELSE 'issued' END, fields = NULL
     WHERE batch = $1 AND line = ANY($2::int[])`,
    [batch.id, lines, bad],
  );
  if (refused.size > 0) {
    const { rows } = await transaction.query<{ wrapped_key: Buffer }>(
      'SELECT wrapped_key FROM batches WHERE id = $1',
      [batch.id],
    );
    const batchKey = protection.holderKey(`batch:${batch.id}`, rows[0]?.wrapped_key ?? Buffer.alloc(0));
    const key = type.subject[0] ?? '';
    const problems = claimed.flatMap(({ line, fields }): { line: number; problem: RowProblem }[] => {
      const code = refused.get(line);
      if (!code) return [];
      return [{ line, problem: placeProblem(fieldProblem(key, code), type, fields) }];
    });
    await storeProblems(transaction, { batch: batch.id, batchKey, issuer: batch.issuer, type }, problems);
  }
  // Last: other lanes wait for this row.
  await transaction.query('UPDATE batches SET issued = issued + $2, bad = bad + $3 WHERE id = $1', [
    batch.id,
    claimed.length - refused.size,
    refused.size,
  ]);
  await transaction.query('SELECT pg_notify($1, $2)', [progressChannel, batch.id]);
}
