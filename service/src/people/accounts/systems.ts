import type { JSONWebKeySet } from 'jose';
import type { Queryable } from '../../platform/database/index.js';
import type { Principal } from '../../platform/principal/index.js';
import type { Protection } from '../personal-data/index.js';
import type { Access } from './claims.js';
import { toRoles, toScope } from './people.js';
import { systemSeal } from './seals.js';

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
  seal: Buffer | null;
}

/** Without keys and access where it is not as this service wrote it: two administrators give them anew. */
function toSystem(protection: Pick<Protection, 'mac'>, row: SystemRow): System {
  const { id, name, keys } = row;
  if (row.seal?.equals(systemSeal(protection, row)) !== true) {
    return { id, name, keys: { keys: [] }, roles: [], issuers: [], types: [] };
  }
  const [issuers, types] = [toScope(row.issuers), toScope(row.types)];
  return { id, name, keys, roles: toRoles(row.roles), issuers, types };
}

export async function findSystem(
  database: Queryable,
  protection: Pick<Protection, 'mac'>,
  id: string,
): Promise<System | undefined> {
  const { rows } = await database.query<SystemRow>('SELECT * FROM systems WHERE id = $1', [id]);
  return rows[0] && toSystem(protection, rows[0]);
}

export async function listSystems(
  database: Queryable,
  protection: Pick<Protection, 'mac'>,
): Promise<System[]> {
  const { rows } = await database.query<SystemRow>('SELECT * FROM systems ORDER BY id');
  return rows.map((row) => toSystem(protection, row));
}

export const principalOfSystem = ({ id, roles, issuers, types }: System): Principal => ({
  kind: 'system',
  subject: `system:${id}`,
  roles,
  issuers,
  types,
  authenticatedAt: undefined,
});
