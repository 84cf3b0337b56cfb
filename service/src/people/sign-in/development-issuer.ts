import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { writeFileAtomically } from '../../platform/files/index.js';
import type { Principal } from '../../platform/principal/index.js';

/** Issues the tokens of the default start. Real sign-in replaces it by setting CERTBRIDGE_TOKEN_ISSUER. */
export interface DevelopmentIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys only. */
  readonly keys: JSONWebKeySet;
  /** @param seconds how long it is valid; a day unless set */
  token(
    principal: Pick<Principal, 'subject' | 'roles'> & Partial<Principal>,
    seconds?: number,
  ): Promise<string>;
}

/** @param file where the private key is kept (0600), made when it is not there */
export async function openDevelopmentIssuer(file: string): Promise<DevelopmentIssuer> {
  const jwk = await privateKey(file);
  const { d: _, ...publicKey } = jwk;
  const key = await importJWK(jwk, 'ES256');
  const issuer = 'urn:certbridge:development';
  const audience = 'certbridge';
  return {
    issuer,
    audience,
    keys: { keys: [publicKey] },
    token({ subject, roles, issuers, types }, seconds = 86_400) {
      return new SignJWT({ roles, ...(issuers && { issuers }), ...(types && { types }) })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(`${seconds}s`)
        .sign(key);
    },
  };
}

async function privateKey(file: string): Promise<JWK> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return JSON.parse(text) as JWK;
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const named: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomically(file, JSON.stringify(named), 0o600);
  return named;
}
