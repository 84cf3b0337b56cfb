import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { NotAuthenticated } from '../../platform/principal/index.js';
import type { Identity } from '../accounts/index.js';
import { TokenKeysUnavailable } from './errors.js';

export interface TokenCheckOptions {
  readonly issuer: string;
  readonly audience: string;
  /** A key set, or the http(s) address or file of one. */
  readonly keys: string | JSONWebKeySet;
}

export interface CheckedToken {
  readonly identity: Identity;
  /** When the person last proved who they are, where the token says it. */
  readonly authenticatedAt: Date | undefined;
}

/** Finds whom an access token speaks for. */
export interface TokenCheck {
  /** @throws NotAuthenticated, TokenKeysUnavailable */
  check(token: string): Promise<CheckedToken>;
}

const claims = z.looseObject({ sub: z.string().min(1).max(200), auth_time: z.int().positive().optional() });

/** Checks access tokens: JWTs (RFC 9068 where the issuer sets the type) of one issuer. */
export async function openTokenCheck(options: TokenCheckOptions): Promise<TokenCheck> {
  const keys = await keySet(options.keys);
  return {
    async check(token) {
      const payload = await verified(token, keys, options);
      const parsed = claims.safeParse(payload);
      if (!parsed.success) {
        throw claimWrong(parsed.error.issues[0]?.path.join('.') ?? '');
      }
      const { sub, auth_time: authTime } = parsed.data;
      return {
        identity: { issuer: options.issuer, subject: sub, claims: payload },
        authenticatedAt: authTime === undefined ? undefined : new Date(authTime * 1000),
      };
    },
  };
}

async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: TokenCheckOptions,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      // Asymmetric only: a published key must never pass for a shared secret (RFC 8725 §3.1).
      algorithms: ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 5,
    });
    return payload;
  } catch (error) {
    throw refusal(error);
  }
}

const claimWrong = (claim: string, cause?: unknown): NotAuthenticated =>
  new NotAuthenticated(
    {
      zh: `访问令牌的声明 ${claim} 缺失或有误。`,
      en: `The access token's claim ${claim} is missing or wrong.`,
    },
    cause,
  );

function refusal(error: unknown): Error {
  if (error instanceof errors.JWTExpired) {
    const words = { zh: '访问令牌已过期：请重新登录。', en: 'The access token has expired: sign in again.' };
    return new NotAuthenticated(words, error);
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return claimWrong(error.claim, error);
  }
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) {
    return new TokenKeysUnavailable(error);
  }
  if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC') {
    const words = {
      zh: '访问令牌不是所配置的签发方签发的。',
      en: 'The access token is not one of the configured issuer.',
    };
    return new NotAuthenticated(words, error);
  }
  // Whatever else fails is the fetch of the keys: jose's generic error and fetch's own.
  return new TokenKeysUnavailable(error);
}

async function keySet(keys: string | JSONWebKeySet): Promise<JWTVerifyGetKey> {
  if (typeof keys !== 'string') return createLocalJWKSet(keys);
  if (/^https?:/.test(keys)) return createRemoteJWKSet(new URL(keys), { timeoutDuration: 5_000 });
  try {
    return createLocalJWKSet(JSON.parse(await readFile(keys, 'utf8')) as JSONWebKeySet);
  } catch (cause) {
    throw new Error(
      `CERTBRIDGE_TOKEN_KEYS is "${keys}": it should be the address or file of a JSON Web Key Set.`,
      {
        cause,
      },
    );
  }
}
