import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, base64url } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { NotAllowed, NotAuthenticated, requireRole, requireScope } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { TokenKeysUnavailable } from './errors.js';
import { openTokenCheck } from './tokens.js';
import type { TokenCheck } from './tokens.js';
import { openTokenIssuer } from './tokens.fixture.js';
import type { TokenIssuer } from './tokens.fixture.js';

let issuer: TokenIssuer;
let check: TokenCheck;
const operator = { sub: 'zhejiang-operator', roles: ['operator'], issuers: ['A'], types: ['T'] };

beforeAll(async () => {
  issuer = await openTokenIssuer();
  check = await openTokenCheck(issuer);
});

describe('an access token', () => {
  it('gives its issuer, subject and claims, and when its person signed in', async () => {
    const checked = await check.check(await issuer.token({ ...operator, auth_time: 1_700_000_000 }));
    expect(checked.identity).toMatchObject({
      issuer: issuer.issuer,
      subject: operator.sub,
      claims: operator,
    });
    expect(checked.authenticatedAt).toEqual(new Date(1_700_000_000_000));
    expect((await check.check(await issuer.token(operator))).authenticatedAt).toBeUndefined();
  });

  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const other = (token: SignJWT): Promise<string> =>
    token.setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(foreign);
  const claims = { roles: ['administrator'] };

  it.each([
    ['is not a JWT', () => Promise.resolve('hello')],
    ['has expired', () => issuer.token(operator, -60)],
    [
      'is signed by another key',
      () => other(new SignJWT(claims).setIssuer(issuer.issuer).setAudience('certbridge').setSubject('x')),
    ],
    [
      'is not signed',
      () =>
        Promise.resolve(
          new UnsecuredJWT(claims)
            .setIssuer(issuer.issuer)
            .setAudience('certbridge')
            .setSubject('x')
            .setExpirationTime('1h')
            .encode(),
        ),
    ],
    [
      'is signed with the public key as a shared secret',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer(issuer.issuer)
          .setAudience('certbridge')
          .setSubject('x')
          .setExpirationTime('1h')
          .sign(base64url.decode(issuer.keys.keys[0]?.x as string)),
    ],
    ['names nobody', () => issuer.token({ roles: ['operator'] })],
    ['says wrongly when its person signed in', () => issuer.token({ ...operator, auth_time: 'now' })],
  ])('is refused when it %s', async (_, make) => {
    await expect(check.check(await make())).rejects.toThrow(NotAuthenticated);
  });

  it.each([
    ['issuer', { issuer: 'https://elsewhere.example' }],
    ['audience', { audience: 'another-service' }],
  ])('is refused when meant for another %s', async (_, change) => {
    const strict = await openTokenCheck({ ...issuer, ...change });
    await expect(strict.check(await issuer.token(operator))).rejects.toThrow(NotAuthenticated);
  });
});

describe('keys at an address', () => {
  it('are fetched; while they cannot be, the answer is "unavailable", not "refused"', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(issuer.keys));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const remote = { ...issuer, keys: `http://127.0.0.1:${port}/jwks` };
    const token = await issuer.token(operator);
    expect((await (await openTokenCheck(remote)).check(token)).identity.subject).toBe(operator.sub);
    await new Promise((resolve) => server.close(resolve));
    await expect((await openTokenCheck(remote)).check(token)).rejects.toThrow(TokenKeysUnavailable);
  });
});

describe('scope', () => {
  const principal: Principal = {
    kind: 'person',
    subject: 'p',
    roles: ['operator'],
    issuers: ['A'],
    types: ['T'],
    authenticatedAt: undefined,
  };

  it('limits roles, issuers and types; only * covers all', () => {
    requireRole(principal, 'approver', 'operator');
    requireScope(principal, 'A', 'T');
    requireScope({ ...principal, issuers: '*', types: '*' }, 'anything', 'at all');
    expect(() => requireRole(principal, 'administrator')).toThrow(NotAllowed);
    expect(() => requireScope(principal, 'B')).toThrow(NotAllowed);
    expect(() => requireScope(principal, 'A', 'U')).toThrow(NotAllowed);
    expect(() => requireScope({ ...principal, issuers: [] }, 'A')).toThrow(NotAllowed);
  });
});
