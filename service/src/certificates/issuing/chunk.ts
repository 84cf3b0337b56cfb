import { dateAt } from '@certbridge/verifier-sdk/formats';
import { progressChannel } from '../../ledger/anchoring/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';
import { fieldProblem } from '../types/index.js';
import type { FieldProblem } from '../types/index.js';
import { foreignAuthorities, isOutdated } from './authority.js';
import { getBatch } from './batches.js';
import type { Batch } from './batches.js';
import { requireState } from './batch-state.js';
import type { ApprovedRows } from './authorisation.js';
import { claim } from './claim.js';
import type { RefusedRow } from './claims.js';
import { refuseBatch } from './lifecycle.js';
import { refuseRows } from './refuse-rows.js';
import type { Claimed } from './claim.js';
import { demandUnrevoked, holdIssuer } from '../issuers/index.js';
import { mint } from './mint.js';
import type { Minted } from './mint.js';
import type { IssuingOptions } from './options.js';
import { save } from './save.js';
import type { Finished } from './save.js';

const CHUNK = 64;

/** A batch of which something waits to be issued, and what may be. */
export interface Issuable {
  readonly id: string;
  readonly issuer: string;
  readonly approved: ApprovedRows;
}

/**
 * Issues some of a batch's waiting applications: claimed, minted and stored in ONE transaction, so that a
 * crash at any point leaves either all of it or nothing. Returns how many it dealt with; 0 when none waits.
 */
export async function issueChunk(options: IssuingOptions, issuable: Issuable): Promise<number> {
  return options.database.transaction(async (transaction) => {
    const { dealt } = await issueSome(transaction, options, issuable);
    return dealt;
  });
}

/**
 * Issues all of a batch that is to be issued whole, in ONE transaction: a row that cannot be issued, for whatever
 * reason, takes back all that was issued before it, and the batch is refused. Returns whether it was this call.
 */
export async function issueWhole(options: IssuingOptions, issuable: Issuable): Promise<boolean> {
  const { database } = options;
  const { id: batchId, issuer: issuerCode } = issuable;
  try {
    return await database.transaction(async (transaction) => {
      // Another replica that issues it holds this row.
      const { rows } = await transaction.query(
        `SELECT FROM batches WHERE id = $1 AND state = 'issuing' FOR UPDATE SKIP LOCKED`,
        [batchId],
      );
      if (rows.length === 0) return false;
      for (let dealt = 1; dealt > 0;) {
        const some = await issueSome(transaction, options, issuable);
        if (some.refused.length > 0) throw new NotWhole(some.refused);
        ({ dealt } = some);
      }
      return true;
    });
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error;
    await database.transaction(async (transaction) => {
      await requireState(transaction, batchId, ['issuing']);
      await refuseRows(
        transaction,
        options,
        await getBatch({ database: transaction }, issuerCode, batchId),
        error.refused,
      );
      await refuseBatch(transaction, batchId, 'ROWS_WRONG');
    });
    return true;
  }
}

/** Rolls back what was issued of a batch that is to be issued whole. */
class NotWhole extends Error {
  constructor(readonly refused: readonly RefusedRow[]) {
    super('a row of a batch that is to be issued whole cannot be issued');
  }
}

interface Dealt {
  readonly dealt: number;
  readonly refused: readonly RefusedRow[];
}

async function issueSome(
  transaction: Transaction,
  options: IssuingOptions,
  { id: batchId, issuer: issuerCode, approved }: Issuable,
): Promise<Dealt> {
  const { protection, types } = options;
  const batch = await getBatch({ database: transaction }, issuerCode, batchId);
  // Until these certificates are stored it keeps its name, and its place on the ledger.
  const issuer = await holdIssuer(transaction, issuerCode);
  if (!issuer.registered) return { dealt: 0, refused: [] };
  demandUnrevoked(issuer, [issuer.documentKid, issuer.qrKid, issuer.credentialKid]);
  const type = types.at(batch.type, batch.typeVersion);
  const limit = options.chunk ?? CHUNK;
  const claimed = await claim(transaction, protection, { batch: batch.id, issuer, type, limit, approved });
  if (claimed.length === 0) return { dealt: 0, refused: [] };

  const issuedOn = dateAt(Date.now());
  const isRenamed = isOutdated(batch, issuer);
  // Since it was approved the issuer may have lost the type, or a name.
  const lapsed = ({ fields }: Claimed): FieldProblem[] => {
    if (!issuer.types.includes(type.code)) return [fieldProblem(null, 'TYPE_NOT_ISSUED')];
    return isRenamed ? foreignAuthorities({ issuer, type }, fields) : [];
  };
  const refused: RefusedRow[] = [];
  const mintOne = async (application: Claimed): Promise<Finished | undefined> => {
    const { line, obstacle } = application;
    if (obstacle) {
      refused.push({ line, code: obstacle });
      return undefined;
    }
    const [problem] = lapsed(application);
    if (problem) {
      refused.push({ line, code: problem.code, problem });
      return undefined;
    }
    const minted = await mintOrRefuse(options, () =>
      mint(options, { issuer, type, issuedOn, ...application }),
    );
    if (!minted) refused.push({ line, code: 'DOCUMENT_FAILED' });
    return minted && { ...application, ...minted };
  };
  const finished = (await Promise.all(claimed.map(mintOne))).filter((one) => one !== undefined);
  const place = { batch, type, issuedOn, protection, issuerName: issuer.name };
  for (const line of await save(transaction, place, finished)) {
    refused.push({ line, code: 'ALREADY_ISSUED' });
  }
  await settle(transaction, options, batch, claimed, refused);
  return { dealt: claimed.length, refused };
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

/** What passes by itself or by somebody's hand, and is no fault of a row. */
const isTemporary = (error: unknown): boolean => error instanceof Problem && error.kind === 'unavailable';

async function settle(
  transaction: Transaction,
  options: IssuingOptions,
  batch: Batch,
  claimed: readonly Claimed[],
  refused: readonly RefusedRow[],
): Promise<void> {
  if (refused.length > 0) await refuseRows(transaction, options, batch, refused);
  const bad = new Set(refused.map(({ line }) => line));
  const issued = claimed.map(({ line }) => line).filter((line) => !bad.has(line));
  // The certificate holds the fields now; an application need not.
  await transaction.query(
    `UPDATE applications SET state = 'issued', fields = NULL WHERE batch = $1 AND line = ANY($2::int[])`,
    [batch.id, issued],
  );
  // Last: other lanes wait for this row.
  await transaction.query('UPDATE batches SET issued = issued + $2 WHERE id = $1', [batch.id, issued.length]);
  await transaction.query('SELECT pg_notify($1, $2)', [progressChannel, batch.id]);
}
