import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../platform/database/index.js';
import { writtenForm } from '@certbridge/verifier-sdk/formats';
import { normalNumber } from '../intake/index.js';
import { HolderNumberUnusable } from './errors.js';
import type { HolderKey, Protection } from '../../people/personal-data/index.js';

export interface Holder {
  readonly id: string;
  readonly key: HolderKey;
}

/** Look-up of a holder by number, without storing the number; however it is typed, it is the number that a row has. */
export const holderLookup = (protection: Protection, number: string): Buffer =>
  protection.lookup('holder-number', normalNumber(number));

/** Look-up of holders by their whole name, however wide its letters and spaces are typed. */
export const nameLookup = (protection: Protection, name: string): Buffer =>
  protection.lookup('holder-name', name.normalize('NFKC').replace(/\s+/gu, '').toUpperCase());

/** Makes holders findable by the names on their new certificates. */
export async function keepNames(
  transaction: Transaction,
  protection: Protection,
  issuer: string,
  named: readonly { readonly holder: string; readonly name: string }[],
): Promise<void> {
  await transaction.query(
    `INSERT INTO holder_names (issuer, lookup, holder)
     SELECT DISTINCT $1, lookup, holder FROM unnest($2::bytea[], $3::uuid[]) AS given (lookup, holder)
     ORDER BY lookup, holder ON CONFLICT DO NOTHING`,
    [issuer, named.map(({ name }) => nameLookup(protection, name)), named.map(({ holder }) => holder)],
  );
}

/** @throws HolderNumberUnusable for one that somebody looks for with characters that no number has */
export function demandNumber(number: string): void {
  const [refused] = writtenForm(number).refusals;
  if (refused) throw new HolderNumberUnusable(refused.character);
}

/**
 * The issuer's holders with these numbers, made where they are new: one key each, whatever the rows. None of them is
 * deleted before the transaction ends.
 */
export async function holdersOf(
  transaction: Transaction,
  protection: Protection,
  issuer: string,
  numbers: readonly string[],
): Promise<Map<string, Holder>> {
  const byLookup = new Map(
    numbers.map((number) => [holderLookup(protection, number).toString('hex'), number]),
  );
  if (byLookup.size === 0) return new Map();
  await transaction.query('SAVEPOINT before_holders');
  for (;;) {
    const found = await lockedOrMade(transaction, protection, issuer, [...byLookup.keys()]);
    if (found.length === byLookup.size)
      return new Map(found.map(({ lookup, holder }) => [byLookup.get(lookup) ?? '', holder]));
    // One that another transaction deleted was in the way of the insertion, and gone before it was locked: once more,
    // and all of them, in their order.
    await transaction.query('ROLLBACK TO SAVEPOINT before_holders');
  }
}

/** @param lookups in hex */
async function lockedOrMade(
  transaction: Transaction,
  protection: Protection,
  issuer: string,
  lookups: readonly string[],
): Promise<readonly { readonly lookup: string; readonly holder: Holder }[]> {
  const made = new Map<string, Holder>();
  const fresh = lookups.map((lookup) => {
    const id = randomUUID();
    const { wrapped, key } = protection.createHolderKey(id);
    made.set(id, { id, key });
    return { id, lookup: Buffer.from(lookup, 'hex'), wrapped };
  });
  // In one order everywhere, so that two transactions never wait for each other in a circle.
  await transaction.query(
    `INSERT INTO holders (id, issuer, lookup, wrapped_key)
     SELECT id, $1, lookup, wrapped_key
     FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS given (id, lookup, wrapped_key) ORDER BY lookup
     ON CONFLICT (issuer, lookup) DO NOTHING`,
    [issuer, fresh.map((f) => f.id), fresh.map((f) => f.lookup), fresh.map((f) => f.wrapped)],
  );
  const { rows } = await transaction.query<{ id: string; lookup: Buffer; wrapped_key: Buffer }>(
    `SELECT id, lookup, wrapped_key FROM holders WHERE issuer = $1 AND lookup = ANY($2::bytea[])
     ORDER BY lookup FOR KEY SHARE`,
    [issuer, fresh.map((f) => f.lookup)],
  );
  return rows.map(({ id, lookup, wrapped_key }) => ({
    lookup: lookup.toString('hex'),
    holder: made.get(id) ?? { id, key: protection.holderKey(id, wrapped_key) },
  }));
}
