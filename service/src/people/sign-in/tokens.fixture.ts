import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';

/** An issuer of access tokens, as a department's OpenID provider is one. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys only. */
  readonly keys: JSONWebKeySet;
  /** @param seconds how long it is valid */
  token(claims: JWTPayload, seconds?: number): Promise<string>;
}

export async function openTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const [issuer, audience] = ['https://sign-in.example.cn', 'certbridge'];
  return {
    issuer,
    audience,
    keys: { keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] },
    token: (claims, seconds = 3_600) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${seconds}s`)
        .sign(privateKey),
  };
}
