import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.js';
import { Browser } from './browser.js';
import { ADMINISTRATOR, Keycloak, PASSWORD, noKeycloak } from './keycloak.js';

const absent = noKeycloak();
let folder = '';
let keycloak: Keycloak;
let bridge: CertBridge;

beforeAll(async () => {
  if (absent) return;
  folder = await mkdtemp(join(tmpdir(), 'certbridge-with-keycloak-'));
  // The provider must know the address of the service before either is up.
  const port = await freePort();
  keycloak = await Keycloak.start(`http://127.0.0.1:${port}`);
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: String(port),
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_SIGN_IN_ISSUER: keycloak.issuer,
    CERTBRIDGE_TIMESTAMPS: 'embedded',
    CERTBRIDGE_DOCUMENT_AUTHORITY: 'embedded',
    CERTBRIDGE_CLAIM_ROLES: 'realm_access.roles',
    CERTBRIDGE_ADMINISTRATORS: ADMINISTRATOR,
    CERTBRIDGE_RESIDENTS_ISSUER: keycloak.residentsIssuer,
    CERTBRIDGE_RESIDENTS_CLIENT: 'certbridge-residents',
    CERTBRIDGE_RESIDENTS_ASSURANCE: 'real-name',
    CERTBRIDGE_RESIDENTS_CLAIM_NAME: 'full_name',
    CERTBRIDGE_TOKEN_ISSUER: keycloak.issuer,
    CERTBRIDGE_TOKEN_KEYS: `${keycloak.issuer}/protocol/openid-connect/certs`,
  });
  bridge = await startCertBridge({ settings, throwAway: true });
});
afterAll(async () => {
  if (absent) return;
  await bridge.close();
  await keycloak.close();
  await rm(folder, { recursive: true, force: true });
});

async function signIn(username: string, path = '/auth/sign-in'): Promise<Record<string, unknown>> {
  const browser = new Browser();
  const form = await browser.open(`${bridge.url}${path}?return=/api/v1/session`);
  const [, action = ''] = /<form[^>]*action="([^"]+)"/.exec(form.text) ?? [];
  const { text } = await browser.submit(form.url, action.replaceAll('&amp;', '&'), {
    username,
    password: PASSWORD,
    credentialId: '',
  });
  return JSON.parse(text) as Record<string, unknown>;
}

describe.skipIf(absent)('with Keycloak', () => {
  it('there are no sample people, no samples and no tokens', async () => {
    expect(bridge.accounts).toEqual([]);
    expect(bridge.signInLink).toBeUndefined();
    expect(bridge.samples).toEqual([]);
    expect((await fetch(`${bridge.url}/development/people/x`)).status).toBe(404);
  });

  it('roles in realm_access.roles count, others of the realm do not, and no scope is given by omission', async () => {
    expect(await signIn('lin')).toMatchObject({
      kind: 'person',
      roles: ['operator'],
      issuers: [],
      types: [],
    });
  });

  it('the administrators that the settings name are administrators', async () => {
    const who = await signIn('chen');
    expect(who).toMatchObject({ roles: ['administrator', 'network-administrator'], issuers: '*' });
    expect(who['may']).toContain('proposePersonAccess');
    expect(who['authenticatedAt']).not.toBeNull();
  });

  it('residents sign in at their own realm, as who it says and as nothing else', async () => {
    const who = await signIn('kang', '/auth/residents/sign-in');
    expect(who).toMatchObject({ kind: 'resident', name: '康雪', assurance: 'real-name', roles: [] });
    expect(who['may']).not.toContain('listCertificates');
    expect(who['authenticatedAt']).not.toBeNull();
  });

  it('whoever that realm knows no number of is no resident here, and no person of the department', async () => {
    expect(await signIn('nobody', '/auth/residents/sign-in')).toMatchObject({
      code: 'RESIDENT_CLAIM_UNUSABLE',
    });
  });

  it('a program’s access token counts by its issuer, audience and roles', async () => {
    const answer = await fetch(`${keycloak.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'program',
        client_secret: PASSWORD,
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const response = await fetch(`${bridge.url}/api/v1/session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await response.json()).toMatchObject({ roles: ['operator'], issuers: [] });
  });
});
