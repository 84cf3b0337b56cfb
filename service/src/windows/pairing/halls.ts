import { checkUscc, jwkThumbprint, toBase64Url } from '@certbridge/verifier-sdk/formats';
import type { HallSigner, PublicJwk, WindowKey } from '@certbridge/verifier-sdk/formats';
import type { KeyStore, Signer } from '../../certificates/signing/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { HallCodeWrong, HallUnknown } from './errors.js';

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
export async function getHall(database: Queryable, code: string): Promise<Hall> {
  const { rows } = await database.query<Record<keyof Hall, string>>(
    'SELECT code, name FROM halls WHERE code = $1',
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

/** The key that certifies the hall's windows now. @throws HallUnknown where it is not in this store */
export async function hallSigner(keys: HallKeyStore, code: string): Promise<HallSigner> {
  const [newest] = await keys.hallSigners(code);
  if (!newest) throw new HallUnknown(code);
  return { keyId: await jwkThumbprint(publicJwk(newest)), sign: (bytes) => newest.sign(bytes) };
}

/** The hall's keys, which checkers pin. */
export async function hallKeys(keys: HallKeyStore, { code, name }: Hall): Promise<WindowKey[]> {
  return (await keys.hallSigners(code)).map((signer) => ({ ...publicJwk(signer), name }));
}

/** RFC 5480 §2.2: the last 64 bytes of a P-256 SubjectPublicKeyInfo are the coordinates. */
function publicJwk({ spki }: Signer): PublicJwk {
  const [x, y] = [spki.slice(-64, -32), spki.slice(-32)].map(toBase64Url) as [string, string];
  return { kty: 'EC', crv: 'P-256', x, y };
}
