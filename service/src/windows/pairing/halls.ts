import { checkUscc, jwkThumbprint, parseHallSuccession, toBase64Url } from '@certbridge/verifier-sdk/formats';
import type { HallSigner, PublicJwk, WindowKey } from '@certbridge/verifier-sdk/formats';
import type { KeyStore, Signer } from '../../certificates/signing/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { HallCodeWrong, HallKeyNotHere, HallUnknown } from './errors.js';

/** An organisation whose windows rely on certificates 政务服务大厅. */
export interface Hall {
  /** GB 32100 code. */
  readonly code: string;
  readonly name: string;
}

export type HallKeyStore = Pick<KeyStore, 'createHallKey' | 'hallSigners'>;

export async function listHalls(database: Queryable): Promise<Hall[]> {
  const { rows } = await database.query<Record<keyof Hall, string>>(
    'SELECT code, name FROM halls ORDER BY code',
  );
  return rows;
}

/** @throws HallUnknown */
export const getHall = (database: Queryable, code: string): Promise<Hall> => selectHall(database, code, '');

/** A hall; locked, so that what its key signs and the rotation of that key follow one another. @throws HallUnknown */
export const lockHall = (tx: Transaction, code: string, lock: 'UPDATE' | 'SHARE'): Promise<Hall> =>
  selectHall(tx, code, `FOR ${lock}`);

async function selectHall(database: Queryable, code: string, lock: string): Promise<Hall> {
  const { rows } = await database.query<Record<keyof Hall, string>>(
    `SELECT code, name FROM halls WHERE code = $1 ${lock}`,
    [code],
  );
  const [hall] = rows;
  if (!hall) throw new HallUnknown(code);
  return hall;
}

/** Adds a hall, making its key, or changes its name. @throws HallCodeWrong */
export async function saveHall(tx: Transaction, keys: HallKeyStore, { code, name }: Hall): Promise<Hall> {
  if (!checkUscc(code)) throw new HallCodeWrong(code);
  await tx.lock(`certbridge/hall/${code}`);
  await tx.query(
    'INSERT INTO halls (code, name) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET name = $2',
    [code, name],
  );
  if ((await keys.hallSigners(code)).length === 0) await keys.createHallKey({ code, name });
  return { code, name };
}

/** The hall's statements that one key took the place of another, oldest first. */
export async function successionsOf(database: Queryable, code: string): Promise<string[]> {
  const { rows } = await database.query<{ token: string }>(
    'SELECT token FROM hall_successions WHERE hall = $1 ORDER BY number',
    [code],
  );
  return rows.map(({ token }) => token);
}

/**
 * The hall's keys, oldest first, each in the place of the one before: by the statements, since the store may also
 * hold the key of a rotation that failed.
 * @throws HallKeyNotHere
 */
async function chainOf(keys: HallKeyStore, code: string, successions: readonly string[]): Promise<Signer[]> {
  const stored = await keys.hallSigners(code);
  const [first] = successions;
  if (first === undefined) return stored.slice(-1);
  const byId = new Map<string, Signer>();
  for (const signer of stored) byId.set(await keyIdOf(signer), signer);
  const later = successions.map((token) => parseHallSuccession(token).claims.next);
  return [parseHallSuccession(first).keyId, ...later].map((id) => {
    const signer = byId.get(id);
    if (!signer) throw new HallKeyNotHere(code);
    return signer;
  });
}

/** The key that certifies the hall's windows now. @throws HallUnknown where it has none, HallKeyNotHere */
export async function hallSigner(
  keys: HallKeyStore,
  code: string,
  successions: readonly string[],
): Promise<HallSigner> {
  const newest = (await chainOf(keys, code, successions)).at(-1);
  if (!newest) throw new HallUnknown(code);
  return signerOf(newest);
}

/** The hall's keys, oldest first, which checkers pin. @throws HallKeyNotHere */
export async function hallKeys(
  keys: HallKeyStore,
  { code, name }: Hall,
  successions: readonly string[],
): Promise<WindowKey[]> {
  return (await chainOf(keys, code, successions)).map((signer) => ({ ...publicJwk(signer), name }));
}

export const signerOf = async (signer: Signer): Promise<HallSigner> => ({
  keyId: await keyIdOf(signer),
  sign: (bytes) => signer.sign(bytes),
});

const keyIdOf = (signer: Signer): Promise<string> => jwkThumbprint(publicJwk(signer));

/** RFC 5480 §2.2: the last 64 bytes of a P-256 SubjectPublicKeyInfo are the coordinates. */
function publicJwk({ spki }: Signer): PublicJwk {
  const [x, y] = [spki.slice(-64, -32), spki.slice(-32)].map(toBase64Url) as [string, string];
  return { kty: 'EC', crv: 'P-256', x, y };
}
