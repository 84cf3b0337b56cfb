import {
  encodeHallSuccession,
  encodeWindowCertificate,
  parseWindowCertificate,
} from '@certbridge/verifier-sdk/formats';
import type { HallSigner } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';
import { hallSigner, lockHall, signerOf, successionsOf } from './halls.js';
import type { Hall, HallKeyStore } from './halls.js';

/**
 * A new key takes the place of the hall's, as the former one states; it certifies again what that one certified,
 * so that the former counts for nothing but its statement.
 * @throws HallUnknown, HallKeyNotHere
 */
export async function rotateHallKey(tx: Transaction, keys: HallKeyStore, code: string): Promise<Hall> {
  const hall = await lockHall(tx, code, 'UPDATE');
  const successions = await successionsOf(tx, code);
  const former = await hallSigner(keys, code, successions);
  const signer = await signerOf(await keys.createHallKey(hall));
  const at = Math.floor(Date.now() / 1000);
  const token = await encodeHallSuccession({ hall: code, at, next: signer.keyId }, former);
  await tx.query('INSERT INTO hall_successions (hall, number, token) VALUES ($1, $2, $3)', [
    ...[code, successions.length + 1, token],
  ]);
  await certifyAgain(tx, code, signer);
  return hall;
}

async function certifyAgain(tx: Transaction, code: string, signer: HallSigner): Promise<void> {
  const { rows } = await tx.query<{ token: string }>(
    'SELECT c.token FROM window_certificates c JOIN windows w ON w.id = c.window_id WHERE w.hall = $1',
    [code],
  );
  const former = rows.map(({ token }) => token);
  const again: string[] = [];
  for (const token of former)
    again.push(await encodeWindowCertificate(parseWindowCertificate(token).claims, signer));
  await tx.query(
    `UPDATE window_certificates c SET token = again.token
     FROM unnest($1::text[], $2::text[]) AS again (former, token) WHERE c.token = again.former`,
    [former, again],
  );
}
