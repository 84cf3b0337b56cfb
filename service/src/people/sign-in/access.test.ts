import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT, base64url } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotAllowed, NotAuthenticated, requireRole, requireScope } from '../../platform/principal/index.js';
import { TokenKeysUnavailable, openDevelopmentIssuer, openTokenCheck } from './index.js';
import type { TokenCheck } from '../../platform/principal/index.js';
import type { DevelopmentIssuer } from './index.js';

let folder = '';
let issuer: DevelopmentIssuer;
let check: TokenCheck;
const operator = { subject: 'zhejiang-operator', roles: ['operator'] as const, issuers: ['A'], types: ['T'] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-access-'));
  issuer = await openDevelopmentIssuer(join(folder, 'keys', 'tokens.json'));
  check = await openTokenCheck(issuer);
});
afterAll(() => rm(folder, { recursive: true }));

describe('an access token', () => {
  it('gives its account, roles and scope', async () => {
    expect(await check.principal(await issuer.token(operator))).toEqual(operator);
  });

  it('still counts after a restart, and its key is for the owner alone', async () => {
    const token = await issuer.token(operator);
    const again = await openDevelopmentIssuer(join(folder, 'keys', 'tokens.json'));
    expect(await (await openTokenCheck(again)).principal(token)).toEqual(operator);
    expect((await stat(join(folder, 'keys', 'tokens.json'))).mode & 0o777).toBe(0o600);
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
    ['has no role', () => issuer.token({ subject: 'x', roles: [] })],
    ['has an unknown role', () => issuer.token({ subject: 'x', roles: ['emperor' as 'operator'] })],
  ])('is refused when it %s', async (_, make) => {
    await expect(check.principal(await make())).rejects.toThrow(NotAuthenticated);
  });

  it.each([
    ['issuer', { issuer: 'https://elsewhere.example' }],
    ['audience', { audience: 'another-service' }],
  ])('is refused when meant for another %s', async (_, change) => {
    const strict = await openTokenCheck({ ...issuer, ...change });
    await expect(strict.principal(await issuer.token(operator))).rejects.toThrow(NotAuthenticated);
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
    expect(await (await openTokenCheck(remote)).principal(token)).toEqual(operator);
    await new Promise((resolve) => server.close(resolve));
    await expect((await openTokenCheck(remote)).principal(token)).rejects.toThrow(TokenKeysUnavailable);
  });
});

describe('scope', () => {
  it('limits roles, issuers and types; without a list it covers all', () => {
    requireRole(operator, 'approver', 'operator');
    requireScope(operator, 'A', 'T');
    requireScope(
      { subject: 'x', roles: ['operator'], issuers: undefined, types: undefined },
      'anything',
      'at all',
    );
    expect(() => requireRole(operator, 'administrator')).toThrow(NotAllowed);
    expect(() => requireScope(operator, 'B')).toThrow(NotAllowed);
    expect(() => requireScope(operator, 'A', 'U')).toThrow(NotAllowed);
  });
});
