import { randomUUID } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { coversAll, hasRole, requireOther } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import type { Access } from './claims.js';
import { AccessChangeDecided, AccessChangeUnknown, BeyondOwnScope, OwnAccess } from './errors.js';
import { toColumn, toRoles, toScope } from './people.js';

/** Whose access it is: a person's, or a system's with its name and public keys. */
export type Target =
  | { readonly person: string }
  | { readonly system: string; readonly name: string; readonly keys: JSONWebKeySet };

export interface AccessChange extends Access {
  readonly id: string;
  readonly target: Target;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly approved: boolean | null;
}

interface ChangeRow {
  id: string;
  person: string | null;
  system: string | null;
  system_name: string | null;
  system_keys: JSONWebKeySet | null;
  roles: string[];
  issuers: string[];
  types: string[];
  proposed_by: string;
  proposed_at: Date;
  decided_by: string | null;
  approved: boolean | null;
}

/** Proposes what somebody may do from now on; another administrator decides. @throws OwnAccess, BeyondOwnScope */
export async function proposeAccess(
  tx: Transaction,
  by: Principal,
  target: Target,
  access: Access,
): Promise<AccessChange> {
  requireMayGrant(by, target, access);
  const isSystem = 'system' in target;
  const { rows } = await tx.query<ChangeRow>(
    `INSERT INTO access_changes (id, person, system, system_name, system_keys, roles, issuers, types, proposed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *`,
    [
      randomUUID(),
      isSystem ? null : target.person,
      isSystem ? target.system : null,
      isSystem ? target.name : null,
      isSystem ? JSON.stringify(target.keys) : null,
      access.roles,
      toColumn(access.issuers),
      toColumn(access.types),
      by.subject,
    ],
  );
  return toChange(rows[0] as ChangeRow);
}

/** Those that wait. */
export async function waitingAccessChanges(database: Queryable): Promise<AccessChange[]> {
  const { rows } = await database.query<ChangeRow>(
    'SELECT * FROM access_changes WHERE approved IS NULL ORDER BY proposed_at, id',
  );
  return rows.map(toChange);
}

/**
 * Decides what another administrator proposed, and makes it so.
 * @throws AccessChangeUnknown, AccessChangeDecided, SubmitterMayNotApprove, OwnAccess, BeyondOwnScope
 */
export async function decideAccess(
  tx: Transaction,
  by: Principal,
  id: string,
  approve: boolean,
): Promise<AccessChange> {
  const { rows } = await tx.query<ChangeRow>('SELECT * FROM access_changes WHERE id = $1 FOR UPDATE', [id]);
  if (!rows[0]) throw new AccessChangeUnknown();
  const change = toChange(rows[0]);
  if (change.approved !== null) throw new AccessChangeDecided();
  requireOther(change.proposedBy, by.subject);
  requireMayGrant(by, change.target, change);
  await tx.query(
    'UPDATE access_changes SET decided_by = $2, decided_at = now(), approved = $3 WHERE id = $1',
    [id, by.subject, approve],
  );
  if (approve) await apply(tx, change);
  return { ...change, decidedBy: by.subject, approved: approve };
}

/** Both who propose and who decide must be others than the person, and cover themselves what is granted. */
function requireMayGrant(by: Principal, target: Target, { roles, issuers, types }: Access): void {
  if ('person' in target && target.person === by.subject) throw new OwnAccess();
  if (!coversAll(by.issuers, issuers)) throw new BeyondOwnScope({ zh: '颁发机构范围', en: 'issuers' });
  if (!coversAll(by.types, types)) throw new BeyondOwnScope({ zh: '证照类型范围', en: 'certificate types' });
  // Powers over the network reach beyond every issuer of this service.
  if (roles.includes('network-administrator') && !hasRole(by, 'network-administrator')) {
    throw new BeyondOwnScope({ zh: '“网络管理员”角色', en: 'the role network-administrator' });
  }
}

async function apply(tx: Transaction, { target, roles, issuers, types }: AccessChange): Promise<void> {
  const access = [roles, toColumn(issuers), toColumn(types)];
  if ('person' in target) {
    await tx.query('UPDATE people SET roles = $2, issuers = $3, types = $4 WHERE id = $1', [
      target.person,
      ...access,
    ]);
    return;
  }
  await tx.query(
    `INSERT INTO systems (id, name, keys, roles, issuers, types) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET name = $2, keys = $3, roles = $4, issuers = $5, types = $6`,
    [target.system, target.name, JSON.stringify(target.keys), ...access],
  );
}

function toChange(row: ChangeRow): AccessChange {
  return {
    id: row.id,
    target: targetOf(row),
    roles: toRoles(row.roles),
    issuers: toScope(row.issuers),
    types: toScope(row.types),
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    decidedBy: row.decided_by,
    approved: row.approved,
  };
}

function targetOf({ person, system, system_name: name, system_keys: keys }: ChangeRow): Target {
  if (person !== null) return { person };
  // A constraint of the table: one of the two is there.
  return { system: system ?? '', name: name ?? '', keys: keys ?? { keys: [] } };
}
