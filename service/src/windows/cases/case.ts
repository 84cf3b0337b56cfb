import { holderLookup } from '../../certificates/issuing/index.js';
import type { Cell, HolderKey, Protection, WrappedKeys } from '../../people/personal-data/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { ServiceItem, ServiceItems } from '../items/index.js';
import { CaseClosed, CaseIdTaken, CaseUnknown, MaterialUnknown } from './errors.js';
import type { CaseHolder } from './coverage.js';

export const closings = ['accepted', 'withdrawn', 'refused'] as const;
export type Closing = (typeof closings)[number];

/** One person's matter at a window 办件. */
export interface Case {
  readonly id: string;
  readonly hall: string;
  readonly item: ServiceItem;
  readonly holder: CaseHolder;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly closedAs: Closing | null;
  readonly closedAt: Date | null;
  /** Of its encrypted columns. */
  readonly key: HolderKey;
}

export interface CaseParts {
  readonly items: ServiceItems;
  readonly protection: Protection;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly hall: string;
  readonly item: string;
  readonly item_version: number;
  readonly wrapped_key: Buffer;
  readonly holder: Buffer;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly closed_as: Closing | null;
  readonly closed_at: Date | null;
}

export interface NewCase {
  readonly id: string;
  readonly hall: string;
  readonly item: string;
  readonly holder: CaseHolder;
  readonly by: string;
}

/**
 * The PC chooses the id, so that a case of a day without a network is sent again safely: it is opened once.
 * @throws ItemUnknown, CaseIdTaken
 */
export async function openCase(
  tx: Transaction,
  parts: CaseParts,
  { id, hall, item: code, holder, by }: NewCase,
): Promise<{ readonly case: Case; readonly isNew: boolean }> {
  const item = parts.items.newest(code);
  const { wrapped, key } = parts.protection.createHolderKey(keyName(id));
  const { rows } = await tx.query(
    `INSERT INTO cases (id, hall, item, item_version, holder, opened_by)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
    [id, hall, code, item.version, key.encryptJson(holder, caseCell('cases', 'holder', id)), by],
  );
  const isNew = rows.length > 0;
  if (isNew) {
    const lookup = holderLookup(parts.protection, holder.number);
    await tx.query('INSERT INTO case_keys (case_id, wrapped_key) VALUES ($1, $2)', [id, wrapped]);
    await tx.query('INSERT INTO case_holders (case_id, lookup) VALUES ($1, $2)', [id, lookup]);
  }
  const found = await getCase(tx, parts, { hall, id }).catch((error: unknown) => {
    throw error instanceof CaseUnknown ? new CaseIdTaken() : error;
  });
  const isSame =
    found.item.code === code && found.holder.name === holder.name && found.holder.number === holder.number;
  if (!isSame) throw new CaseIdTaken();
  return { case: found, isNew };
}

/** @throws CaseUnknown */
export async function getCase(
  database: Queryable,
  { items, protection }: CaseParts,
  { hall, id }: { readonly hall: string; readonly id: string },
  lock: '' | 'FOR UPDATE' = '',
): Promise<Case> {
  const { rows } = await database.query<Row>(
    `SELECT c.*, k.wrapped_key FROM cases c JOIN case_keys k ON k.case_id = c.id
     WHERE c.hall = $1 AND c.id = $2 ${lock && `${lock} OF c`}`,
    [hall, id],
  );
  const [row] = rows;
  if (!row) throw new CaseUnknown();
  const key = protection.holderKey(keyName(id), row.wrapped_key);
  return {
    id,
    hall,
    item: items.at(row.item, row.item_version),
    holder: key.decryptJson(row.holder, caseCell('cases', 'holder', id)) as CaseHolder,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    closedAs: row.closed_as,
    closedAt: row.closed_at,
    key,
  };
}

/**
 * Locked, for a change. What was promised is handed in after a case was accepted too.
 * @throws CaseUnknown, CaseClosed
 */
export async function lockCase(
  tx: Transaction,
  parts: CaseParts,
  of: { readonly hall: string; readonly id: string },
  may: 'open' | 'open-or-accepted' = 'open',
): Promise<Case> {
  const found = await getCase(tx, parts, of, 'FOR UPDATE');
  const isOpen = found.closedAs === null || (may === 'open-or-accepted' && found.closedAs === 'accepted');
  if (!isOpen) throw new CaseClosed();
  return found;
}

/** @throws MaterialUnknown */
export function materialOf({ item }: Case, id: string): ServiceItem['materials'][number] {
  const found = item.materials.find((material) => material.id === id);
  if (!found) throw new MaterialUnknown(id);
  return found;
}

const keyName = (id: string): string => `case:${id}`;

export const caseCell = (table: string, column: string, row: string): Cell => ({ table, column, row });

/** Each encrypts one case. */
export const caseKeys: WrappedKeys = {
  table: 'case_keys',
  id: { column: 'case_id', type: 'uuid' },
  nameOf: (id) => keyName(String(id)),
};
