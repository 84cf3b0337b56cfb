import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Transaction } from '../../platform/database/index.js';
import type { Protection } from '../personal-data/index.js';
import { findSystem } from '../accounts/index.js';
import type { System } from '../accounts/index.js';

/** Seconds that an assertion may be valid for, and that clocks may differ. */
const LONGEST = 300;
const SKEW = 30;

/** Why a client was not believed: for our own log and tests; the client hears `invalid_client`. */
export class ClientRefused extends Error {
  override readonly name = 'ClientRefused';
}

/**
 * Authenticates a system by `private_key_jwt` (RFC 7523 §3, OpenID Connect Core 1.0 §9). Each assertion counts once.
 * @param audiences any of them: the token endpoint's address or the service's own
 * @throws ClientRefused
 */
export async function authenticateSystem(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  assertion: string,
  audiences: readonly string[],
): Promise<System> {
  const system = await findSystem(tx, protection, claimedSubject(assertion));
  if (!system) throw new ClientRefused('no such system');
  const { jti, exp } = await verified(assertion, system, audiences);
  await tx.query('DELETE FROM used_assertions WHERE expires_at < now()');
  const { rowCount } = await tx.query(
    'INSERT INTO used_assertions (system, jti, expires_at) VALUES ($1, $2, to_timestamp($3)) ON CONFLICT DO NOTHING',
    [system.id, jti, exp + SKEW],
  );
  if (rowCount !== 1) throw new ClientRefused('the assertion was used before');
  return system;
}

function claimedSubject(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? '';
  } catch (cause) {
    throw new ClientRefused('the assertion is not a JWT', { cause });
  }
}

async function verified(
  assertion: string,
  system: System,
  audiences: readonly string[],
): Promise<{ readonly jti: string; readonly exp: number }> {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(assertion, createLocalJWKSet(system.keys), {
      issuer: system.id,
      subject: system.id,
      audience: [...audiences],
      // Asymmetric only: a published key must never pass for a shared secret (RFC 8725 §3.1).
      algorithms: ['ES256', 'ES384', 'RS256', 'PS256'],
      requiredClaims: ['exp', 'jti'],
      clockTolerance: SKEW,
    }));
  } catch (cause) {
    throw new ClientRefused('the assertion is not signed by the system, or not for this service now', {
      cause,
    });
  }
  const { jti = '', exp = 0 } = payload;
  if (jti.length === 0 || jti.length > 200) throw new ClientRefused('jti has 1 to 200 characters');
  if (exp > Date.now() / 1000 + LONGEST + SKEW)
    throw new ClientRefused('the assertion is valid for too long');
  return { jti, exp };
}
