import { randomUUID } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import {
  SubmitterMayNotApprove,
  coversAll,
  hasRole,
  requireOther,
  sealProposal,
} from '../../platform/principal/index.js';
import type { Principal, Proposal } from '../../platform/principal/index.js';
import type { Problem } from '../../platform/problems/index.js';
import type { Protection } from '../personal-data/index.js';
import type { Access } from './claims.js';
import { AccessChangeDecided, AccessChangeUnknown, BeyondOwnScope, OwnAccess } from './errors.js';
import { toColumn, toRoles, toScope } from './people.js';
import { membersOf, personSeal, systemSeal } from './seals.js';

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
  seal: Buffer | null;
}

const proposalOf = ({ id, target, roles, issuers, types, proposedBy: by }: Asked): Proposal => ({
  ...{ kind: 'access', id, what: [said(target), roles, toColumn(issuers), toColumn(types)], by },
});

type Asked = Pick<AccessChange, 'id' | 'target' | 'proposedBy'> & Access;

const said = (target: Target): unknown[] =>
  'person' in target
    ? ['person', target.person]
    : ['system', target.system, target.name, membersOf(target.keys)];

/** Proposes what somebody may do from now on; another administrator decides. @throws OwnAccess, BeyondOwnScope */
export async function proposeAccess(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  by: Principal,
  target: Target,
  access: Access,
): Promise<AccessChange> {
  requireMayGrant(by, target, access);
  const isSystem = 'system' in target;
  const id = randomUUID();
  const roles = toRoles(access.roles);
  const { rows } = await tx.query<ChangeRow>(
    `INSERT INTO access_changes (id, person, system, system_name, system_keys, roles, issuers, types, proposed_by,
       seal)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *`,
    [
      id,
      isSystem ? null : target.person,
      isSystem ? target.system : null,
      isSystem ? target.name : null,
      isSystem ? JSON.stringify(target.keys) : null,
      roles,
      toColumn(access.issuers),
      toColumn(access.types),
      by.subject,
      sealProposal(protection, proposalOf({ ...access, id, target, roles, proposedBy: by.subject })),
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
 * @throws AccessChangeUnknown, AccessChangeDecided, SubmitterMayNotApprove, SubmitterUnproved, OwnAccess,
 *   BeyondOwnScope
 */
export async function decideAccess(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  by: Principal,
  id: string,
  approve: boolean,
): Promise<AccessChange> {
  const { rows } = await tx.query<ChangeRow>('SELECT * FROM access_changes WHERE id = $1 FOR UPDATE', [id]);
  if (!rows[0]) throw new AccessChangeUnknown();
  const change = toChange(rows[0]);
  if (change.approved !== null) throw new AccessChangeDecided();
  // What was written past the service can be rejected, by anybody else than who proposed it.
  if (approve) requireOther(protection, { ...proposalOf(change), seal: rows[0].seal }, by.subject);
  else if (change.proposedBy === by.subject) throw new SubmitterMayNotApprove();
  requireMayGrant(by, change.target, change);
  await tx.query(
    'UPDATE access_changes SET decided_by = $2, decided_at = now(), approved = $3 WHERE id = $1',
    [id, by.subject, approve],
  );
  if (approve) await apply(tx, protection, change);
  return { ...change, decidedBy: by.subject, approved: approve };
}

/** Both who propose and who decide must be others than the person, and cover themselves what is granted. */
function grantRefusal(by: Principal, target: Target, { roles, issuers, types }: Access): Problem | undefined {
  if ('person' in target && target.person === by.subject) return new OwnAccess();
  if (!coversAll(by.issuers, issuers)) return new BeyondOwnScope({ zh: '颁发机构范围', en: 'issuers' });
  if (!coversAll(by.types, types)) return new BeyondOwnScope({ zh: '证照类型范围', en: 'certificate types' });
  // Powers over the network reach beyond every issuer of this service.
  const isBeyond = roles.includes('network-administrator') && !hasRole(by, 'network-administrator');
  return isBeyond
    ? new BeyondOwnScope({ zh: '“网络管理员”角色', en: 'the role network-administrator' })
    : undefined;
}

function requireMayGrant(by: Principal, target: Target, access: Access): void {
  const refusal = grantRefusal(by, target, access);
  if (refusal) throw refusal;
}

/** Whether somebody may decide on a change: for answers that say so. */
export const mayGrant = (by: Principal, { target, ...access }: AccessChange): boolean =>
  grantRefusal(by, target, access) === undefined;

async function apply(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  { target, roles, ...scopes }: AccessChange,
): Promise<void> {
  const [issuers, types] = [toColumn(scopes.issuers), toColumn(scopes.types)];
  if ('person' in target) {
    const id = target.person;
    const seal = personSeal(protection, { id, roles, issuers, types });
    await tx.query('UPDATE people SET roles = $2, issuers = $3, types = $4, seal = $5 WHERE id = $1', [
      ...[id, roles, issuers, types, seal],
    ]);
    return;
  }
  const { system: id, name, keys } = target;
  const seal = systemSeal(protection, { id, keys, roles, issuers, types });
  await tx.query(
    `INSERT INTO systems (id, name, keys, roles, issuers, types, seal) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET name = $2, keys = $3, roles = $4, issuers = $5, types = $6, seal = $7`,
    [id, name, JSON.stringify(keys), roles, issuers, types, seal],
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
