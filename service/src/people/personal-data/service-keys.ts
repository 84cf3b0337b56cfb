import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Queryable } from '../../platform/database/index.js';
import { derive } from './derive.js';
import type { KeyWrap } from './wrap.js';

/** Of what belongs to no holder: look-ups, what the service vouches for, and what it encrypts besides. */
const serviceKeyNames = ['lookup', 'mac', 'common'] as const;
type ServiceKeyName = (typeof serviceKeyNames)[number];
export type ServiceKeys = Readonly<Record<ServiceKeyName, KeyObject>>;

export const serviceKeyName = (name: string): string => `service:${name}`;

/** As they were before they were kept: derived from the first master key. */
export const derivedServiceKeys = (oldest: Uint8Array): ServiceKeys => ({
  lookup: derive(oldest, 'lookup'),
  mac: derive(oldest, 'mac'),
  common: derive(oldest, 'common'),
});

/**
 * The keys that the database has, made where it has none: at random for a database that nothing was written to,
 * else those that everything in it was written with.
 * @throws DecryptionFailed where they are wrapped by another master key
 */
export async function keptServiceKeys(
  database: Queryable,
  wrap: KeyWrap,
  oldest: Uint8Array,
): Promise<ServiceKeys> {
  const kept = await read(database);
  if (kept.size < serviceKeyNames.length) await make(database, wrap, oldest);
  const wrapped = kept.size < serviceKeyNames.length ? await read(database) : kept;
  const open = (name: ServiceKeyName): KeyObject =>
    createSecretKey(wrap.unwrap(serviceKeyName(name), wrapped.get(name) ?? new Uint8Array()));
  return { lookup: open('lookup'), mac: open('mac'), common: open('common') };
}

async function read(database: Queryable): Promise<Map<string, Buffer>> {
  const { rows } = await database.query<{ name: string; wrapped_key: Buffer }>(
    'SELECT name, wrapped_key FROM service_keys',
  );
  return new Map(rows.map(({ name, wrapped_key: wrapped }) => [name, wrapped]));
}

async function make(database: Queryable, wrap: KeyWrap, oldest: Uint8Array): Promise<void> {
  const { rows } = await database.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM audit_records) OR EXISTS (SELECT FROM holders) OR EXISTS (SELECT FROM people)
       OR EXISTS (SELECT FROM belonging) AS used`,
  );
  const before = derivedServiceKeys(oldest);
  const raw = (name: ServiceKeyName): Buffer =>
    rows[0]?.used === false ? randomBytes(32) : before[name].export();
  await database.query(
    `INSERT INTO service_keys (name, wrapped_key) SELECT * FROM unnest($1::text[], $2::bytea[])
     ON CONFLICT DO NOTHING`,
    [serviceKeyNames, serviceKeyNames.map((name) => wrap.wrap(serviceKeyName(name), raw(name)))],
  );
}
