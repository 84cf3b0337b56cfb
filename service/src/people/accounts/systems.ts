import type { JSONWebKeySet } from 'jose';
import type { Queryable } from '../../platform/database/index.js';
import type { Principal } from '../../platform/principal/index.js';
import type { Access } from './claims.js';
import { toRoles, toScope } from './people.js';

/** A program that acts here: an OAuth 2.0 client with keys of its own. */
export interface System extends Access {
  readonly id: string;
  readonly name: string;
  /** Public. */
  readonly keys: JSONWebKeySet;
}

interface SystemRow {
  id: string;
  name: string;
  keys: JSONWebKeySet;
  roles: string[];
  issuers: string[];
  types: string[];
}

const toSystem = ({ roles, issuers, types, ...same }: SystemRow): System => ({
  ...same,
  roles: toRoles(roles),
  issuers: toScope(issuers),
  types: toScope(types),
});

export async function findSystem(database: Queryable, id: string): Promise<System | undefined> {
  const { rows } = await database.query<SystemRow>('SELECT * FROM systems WHERE id = $1', [id]);
  return rows[0] && toSystem(rows[0]);
}

export async function listSystems(database: Queryable): Promise<System[]> {
  const { rows } = await database.query<SystemRow>('SELECT * FROM systems ORDER BY id');
  return rows.map(toSystem);
}

export const principalOfSystem = ({ id, roles, issuers, types }: System): Principal => ({
  kind: 'system',
  subject: `system:${id}`,
  roles,
  issuers,
  types,
  authenticatedAt: undefined,
});
