/** Idempotency: a request that is repeated under its Idempotency-Key finds what it made the first time. */
import type { Transaction } from '../database/index.js';
import { Problem } from '../problems/index.js';

export class IdempotencyKeyReused extends Problem {
  constructor() {
    super('conflict', 'IDEMPOTENCY_KEY_REUSED', {
      zh: '这个 Idempotency-Key 已用于另一个请求：请换一个新的。',
      en: 'This Idempotency-Key was used for another request: use a new one.',
    });
  }
}

/** A request as its sender names it. */
export interface KeyedRequest {
  /** GB 32100 code: every issuer has keys of its own. */
  readonly issuer: string;
  /** Undefined: sent without a key; nothing is looked up or kept. */
  readonly key: string | undefined;
  /**
   * The digest over all that is asked for, 32 bytes, as it is kept beside this result: keyed where that is personal,
   * with a key that goes with the result.
   */
  readonly digestFor: (transaction: Transaction, result: string) => Promise<Buffer>;
  /** What such a request makes. */
  readonly kind: 'batch' | 'change';
}

/**
 * The id of what this request made before, if it did. A second request with the same key waits here, until the
 * end of the first one's transaction.
 * @throws IdempotencyKeyReused
 */
export async function findResult(
  transaction: Transaction,
  { issuer, key, digestFor, kind }: KeyedRequest,
): Promise<string | undefined> {
  if (key === undefined) return undefined;
  await lockKey(transaction, issuer, key);
  const { rows } = await transaction.query<{ request: Buffer; kind: string; result: string }>(
    'SELECT request, kind, result FROM idempotency WHERE issuer = $1 AND key = $2',
    [issuer, key],
  );
  const [known] = rows;
  if (!known) return undefined;
  const isSame = known.kind === kind && known.request.equals(await digestFor(transaction, known.result));
  if (!isSame) throw new IdempotencyKeyReused();
  return known.result;
}

/** Keeps what the request made, after {@link findResult} in the same transaction. */
export async function keepResult(
  transaction: Transaction,
  { issuer, key, digestFor, kind }: KeyedRequest,
  result: string,
): Promise<void> {
  if (key === undefined) return;
  await transaction.query(
    'INSERT INTO idempotency (issuer, key, request, kind, result) VALUES ($1, $2, $3, $4, $5)',
    [issuer, key, await digestFor(transaction, result), kind, result],
  );
}

/** Frees the key under which something was made that is no more. */
export async function forgetResult(
  transaction: Transaction,
  kind: KeyedRequest['kind'],
  result: string,
): Promise<void> {
  await transaction.query('DELETE FROM idempotency WHERE kind = $1 AND result = $2', [kind, result]);
}

/** Holds back repeats of the request that made this, until the transaction ends. */
export async function lockResult(
  transaction: Transaction,
  kind: KeyedRequest['kind'],
  result: string,
): Promise<void> {
  const { rows } = await transaction.query<{ issuer: string; key: string }>(
    'SELECT issuer, key FROM idempotency WHERE kind = $1 AND result = $2',
    [kind, result],
  );
  for (const { issuer, key } of rows) await lockKey(transaction, issuer, key);
}

const lockKey = (transaction: Transaction, issuer: string, key: string): Promise<void> =>
  transaction.lock(`certbridge/idempotency/${issuer}/${key}`);
