import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { saveIssuer } from '@certbridge/service/certificates/issuers';
import { runCertbridge } from '@certbridge/cli';
import { openDatabase } from '@certbridge/service/platform/database';
import { permissions } from '@certbridge/service/platform/principal';
import type { Permission } from '@certbridge/service/platform/principal';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { Visitor, launch } from '../verify-page/phone.js';
import { Browser } from './browser.js';

let folder = '';
let bridge: CertBridge;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-people-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_SYSTEM_QUOTA: '20',
    CERTBRIDGE_LOOKUP_QUOTA: '3',
    CERTBRIDGE_MINT_QUOTA: '3',
  });
  bridge = await startCertBridge({ settings, seed: 'issuers', throwAway: true });
});
afterAll(async () => {
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

async function api(
  token: string,
  path: string,
  init: { method?: string; json?: unknown } = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(`${bridge.url}${path}`, {
    method: init.method ?? (init.json === undefined ? 'GET' : 'POST'),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(init.json !== undefined && { body: JSON.stringify(init.json) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const secondAdministrator = async (): Promise<string> => {
  const browser = await signedIn('sample-second-administrator');
  return browser.token;
};

/** A browser in which a sample person has signed in, by the printed link. */
async function signedIn(subject: string): Promise<{ browser: Browser; token: string }> {
  const browser = new Browser();
  const chooser = await browser.open(bridge.signInLink ?? '');
  const [, action = ''] = /action="([^"]+)"/.exec(chooser.text) ?? [];
  await browser.submit(chooser.url, action, { subject });
  const response = await browser.send(`${bridge.url}/api/v1/session`);
  expect(response.status).toBe(200);
  return { browser, token: browser.cookie('certbridge-session-') };
}

describe('a browser', () => {
  it('signs a sample person in by the printed link, and out again', async () => {
    const { browser } = await signedIn('sample-operator');
    const who = (await (await browser.send(`${bridge.url}/api/v1/session`)).json()) as Record<
      string,
      unknown
    >;
    expect(who).toMatchObject({ kind: 'person', name: '经办 林样例', roles: ['operator'], issuers: '*' });
    expect(who['may']).toContain('issueCertificate');
    expect(who['may']).not.toContain('decideBatch');
    const out = await browser.send(`${bridge.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { origin: bridge.url },
    });
    expect(await out.json()).toEqual({ ended: 1 });
    expect((await browser.send(`${bridge.url}/api/v1/session`)).status).toBe(401);
  });

  it('does not get to the sample people without the link’s secret', async () => {
    const stranger = new Browser();
    expect((await stranger.open(`${bridge.url}/auth/sign-in`)).response.status).toBe(403);
    const wrong = (bridge.signInLink ?? '').replace(/key=.*/, 'key=guess');
    expect((await stranger.open(wrong)).response.status).toBe(403);
  });

  it('is refused a change that another site’s page sends, or that says no origin', async () => {
    const { browser } = await signedIn('sample-operator');
    for (const headers of [{ origin: 'https://elsewhere.example' }, {}]) {
      const response = await browser.send(`${bridge.url}/api/v1/session`, { method: 'DELETE', headers });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'ORIGIN_REFUSED' });
    }
  });

  it('is refused what a page asks for somebody who is no longer signed in', async () => {
    const { browser } = await signedIn('sample-operator');
    const ask = (subject: string): Promise<Response> =>
      browser.send(`${bridge.url}/api/v1/session`, { headers: { 'certbridge-subject': subject } });
    const who = await browser.send(`${bridge.url}/api/v1/session`);
    const { subject } = (await who.json()) as { readonly subject: string };
    expect((await ask(subject)).status).toBe(200);
    const other = await ask('somebody-else');
    expect(other.status).toBe(412);
    expect(await other.json()).toMatchObject({ code: 'SESSION_OF_ANOTHER' });
  });

  it('cannot bring back a sign-in that another browser began', async () => {
    const victim = new Browser();
    const response = await victim.send(`${bridge.url}/auth/callback?code=x&state=y`);
    expect(await response.json()).toMatchObject({ code: 'SIGN_IN_FAILED' });
  });

  it('is not led elsewhere after the sign-in', async () => {
    for (const address of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example']) {
      const response = await new Browser().send(
        `${bridge.url}/auth/sign-in?return=${encodeURIComponent(address)}`,
      );
      expect(response.status).toBe(400);
    }
  });

  it('has cookies of this instance alone, which scripts cannot read', async () => {
    const { browser } = await signedIn('sample-clerk');
    const own = browser.cookies().filter((name) => name.startsWith('certbridge-'));
    expect(own.every((name) => /^certbridge-(session|samples)-[0-9a-f]{8}$/.test(name))).toBe(true);
    const begun = await new Browser().send(`${bridge.url}/auth/sign-in`);
    expect(begun.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  });
});

describe('a resident', () => {
  /** A browser in which a sample resident has signed in, by their own printed link. */
  async function residentIn(subject: string, browser = new Browser()): Promise<Browser> {
    const chooser = await browser.open(bridge.residentSignInLink ?? '');
    const [, action = ''] = /action="([^"]+)"/.exec(chooser.text) ?? [];
    expect(chooser.text).toContain('选择样例居民');
    await browser.submit(chooser.url, action, { subject });
    return browser;
  }
  const who = async (browser: Browser): Promise<Record<string, unknown>> =>
    (await (await browser.send(`${bridge.url}/api/v1/session`)).json()) as Record<string, unknown>;

  it('signs in at a provider of their own, as a resident and nothing of the department’s', async () => {
    const browser = await residentIn('sample-resident-kang');
    expect(await who(browser)).toMatchObject({
      ...{ kind: 'resident', name: '康雪', assurance: 'urn:certbridge:assurance:sample' },
      ...{ roles: [], issuers: [], types: [] },
    });
    const { may, subject, authenticatedAt } = await who(browser);
    expect(authenticatedAt).not.toBeNull();
    const theirs = Object.entries<Permission>(permissions).filter(([, { roles }]) =>
      ['signed-in', 'resident'].includes(String(roles)),
    );
    expect(may).toEqual(theirs.map(([id]) => id));
    // The same resident is the same, and another another; the number is nowhere in what is kept.
    expect((await who(await residentIn('sample-resident-kang')))['subject']).toBe(subject);
    expect((await who(await residentIn('sample-resident-liao')))['subject']).not.toBe(subject);
    const { rows } = await bridge.service.database.query<{ all: string }>(
      `SELECT (SELECT string_agg(s::text, ' ') FROM sessions s) || (SELECT string_agg(a::text, ' ')
         FROM audit_records a) || (SELECT string_agg(s::text, ' ') FROM audit_subjects s) AS all`,
    );
    expect(rows[0]?.all).toContain(String(subject));
    for (const personal of ['33019919750927115X', '康雪']) {
      expect(rows[0]?.all).not.toContain(personal);
      expect(rows[0]?.all).not.toContain(Buffer.from(personal).toString('hex'));
    }
  });

  it('is not who signed in for the department in the same browser, and the other way round', async () => {
    const { browser } = await signedIn('sample-operator');
    await residentIn('sample-resident-kang', browser);
    expect(await who(browser)).toMatchObject({ kind: 'resident' });
    await browser.open(`${bridge.url}/auth/sign-in`);
    expect(await who(browser)).toMatchObject({ kind: 'person', roles: ['operator'] });
  });

  it('cannot bring a sign-in of one provider back to the other’s callback', async () => {
    const browser = await residentIn('sample-resident-kang');
    for (const [begin, end] of [
      ['/auth/sign-in', '/auth/residents/callback'],
      ['/auth/residents/sign-in', '/auth/callback'],
    ] as const) {
      const begun = await browser.send(`${bridge.url}${begin}`);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(begun.headers.getSetCookie()[0] ?? '') ?? [];
      // As if the browser could be made to hold that attempt under the other's name.
      const other = name.includes('resident-')
        ? name.replace('resident-', '')
        : name.replace('sign-in', 'resident-sign-in');
      const response = await fetch(`${bridge.url}${end}?code=x&state=y`, {
        headers: { cookie: `${other}=${value}` },
      });
      expect(await response.json()).toMatchObject({
        code: 'SIGN_IN_FAILED',
        detail: expect.stringContaining('not begun in this browser') as string,
      });
    }
  });

  it('sees and ends their own sessions alone', async () => {
    const [one, other] = [await residentIn('sample-resident-fang'), await residentIn('sample-resident-fang')];
    const stranger = await residentIn('sample-resident-ma');
    const { sessions } = (await (await one.send(`${bridge.url}/api/v1/sessions`)).json()) as {
      sessions: { id: string; isThis: boolean }[];
    };
    const [theOther] = sessions.filter(({ isThis }) => !isThis);
    expect(sessions).toHaveLength(2);
    const end = async (by: Browser): Promise<number> => {
      const address = `${bridge.url}/api/v1/sessions/${theOther?.id ?? ''}`;
      return (await by.send(address, { method: 'DELETE', headers: { origin: bridge.url } })).status;
    };
    expect(await end(stranger)).toBe(404);
    expect(await end(one)).toBe(200);
    expect((await other.send(`${bridge.url}/api/v1/session`)).status).toBe(401);
  });
});

describe('the command line', () => {
  it('signs in by a browser, says who, and signs out', async () => {
    const environment = { CERTBRIDGE_URL: bridge.url, XDG_CONFIG_HOME: join(folder, 'config') };
    let out = '';
    const shown = new EventEmitter();
    const run = (...args: string[]): Promise<number> =>
      runCertbridge(args, environment, {
        isTTY: false,
        write: (text) => {
          out += text;
          shown.emit('text');
        },
        writeError: (text) => void (out += text),
      });
    const done = run('login');
    await once(shown, 'text');
    const [address = ''] = /http:\S+/.exec(out) ?? [];
    const { browser } = await signedIn('sample-approver');
    const confirm = await browser.open(address);
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(confirm.text) ?? [];
    const [, code = ''] = /name="user_code" value="([^"]+)"/.exec(confirm.text) ?? [];
    const asked = await browser.submit(confirm.url, confirm.url, { xsrf, user_code: code });
    const fields = Object.fromEntries(
      Array.from(asked.text.matchAll(/name="(\w+)" value="([^"]*)"/g), ([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
    const after = await browser.submit(asked.url, asked.url.replace(/\?.*/, ''), fields);
    expect(after.text).toMatch(/Signed in|已登录/);
    expect(await done, out).toBe(0);
    expect(out).toContain('审核 周样例');

    const file = join(folder, 'config', 'certbridge', 'sessions.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    out = '';
    expect(await run('whoami')).toBe(0);
    expect(out).toMatch(/审核 周样例[^]*approver/);
    expect(await run('logout')).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain('cb_');
    out = '';
    expect(await run('whoami')).toBe(77);
    expect(out).toContain('certbridge login');
  });
});

describe.skipIf(missing('chromium'))('the page that the command line names', { timeout: 600_000 }, () => {
  it('leads a person in Chromium from the code to the end of the sign-in', async () => {
    const { device_code: deviceCode, verification_uri_complete: address } = (await (
      await fetch(`${bridge.url}/oauth/device_authorization`, { method: 'POST', body: new URLSearchParams() })
    ).json()) as Record<string, string>;
    const chromium = await launch();
    try {
      const visitor = await Visitor.arrive(chromium);
      await visitor.open(bridge.signInLink ?? '');
      const page = await visitor.open(address ?? '');
      await page.getByRole('button', { name: '是，登录' }).click();
      await page.getByRole('button', { name: '经办' }).click();
      await page.getByRole('heading', { name: '已登录' }).waitFor();
      expect(visitor.complaints).toEqual([]);
    } finally {
      await chromium.close();
    }
    const granted = await fetch(`${bridge.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: deviceCode ?? '',
      }),
    });
    expect(await granted.json()).toMatchObject({ token_type: 'Bearer' });
  });
});

describe('the host', () => {
  it('must be one of this service’s own names', async () => {
    const { request } = await import('node:http');
    const { hostname, port } = new URL(bridge.url);
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        { hostname, port, path: '/healthz', headers: { host: 'elsewhere.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.once('error', reject);
      sent.end();
    });
    expect(status).toBe(421);
  });
});

describe('sessions', () => {
  it('are listed and ended by their person, and all at once by an administrator', async () => {
    const first = await signedIn('sample-auditor');
    const second = await signedIn('sample-auditor');
    const { body } = await api(first.token, '/api/v1/sessions');
    const sessions = body['sessions'] as { id: string; via: string; isThis: boolean }[];
    const other = sessions.find(({ via, isThis }) => via === 'browser' && !isThis);
    expect((await api(first.token, `/api/v1/sessions/${other?.id ?? ''}`, { method: 'DELETE' })).status).toBe(
      200,
    );
    expect((await api(second.token, '/api/v1/session')).status).toBe(401);
    const stranger = await bridge.token('operator');
    const own = sessions.find(({ isThis }) => isThis);
    expect((await api(stranger, `/api/v1/sessions/${own?.id ?? ''}`, { method: 'DELETE' })).status).toBe(404);

    const auditor = bridge.accounts.find(({ role }) => role === 'auditor');
    const administrator = await bridge.token('administrator');
    await api(administrator, `/api/v1/people/${auditor?.person ?? ''}/sessions`, { method: 'DELETE' });
    expect((await api(first.token, '/api/v1/session')).status).toBe(401);
  });

  it('end when nothing was done for a while', async () => {
    const { token } = await signedIn('sample-clerk');
    const owner = openDatabase({ url: bridge.databaseOwnerUrl ?? '' });
    const idle = (minutes: number): Promise<unknown> =>
      owner.query(
        `UPDATE sessions SET seen_at = now() - make_interval(mins => $1) WHERE token_hash = sha256($2::bytea)`,
        [minutes, Buffer.from(token)],
      );
    await idle(29);
    expect((await api(token, '/api/v1/session')).status).toBe(200);
    await idle(31);
    expect((await api(token, '/api/v1/session')).status).toBe(401);
    await owner.close();
  });

  it('are kept as hashes', async () => {
    const token = await bridge.token('clerk');
    const { rows } = await bridge.service.database.query<{ all: string }>(
      'SELECT string_agg(s::text, $1) AS all FROM sessions s',
      [' '],
    );
    expect(rows[0]?.all).not.toContain(token);
    expect(rows[0]?.all).not.toContain(Buffer.from(token).toString('hex'));
  });
});

describe('roles and scopes', () => {
  const access = { roles: ['operator'], issuers: '*', types: '*' };
  const person = (role: string): string =>
    bridge.accounts.find((account) => account.role === role)?.person ?? '';
  const propose = async (token: string, of: string, json: unknown): ReturnType<typeof api> =>
    api(token, `/api/v1/people/${of}/access-changes`, { json });
  const decide = async (token: string, id: unknown, approve = true): ReturnType<typeof api> =>
    api(token, `/api/v1/access-changes/${String(id)}/decision`, { json: { approve } });

  it('are changed by two administrators, and count at once', async () => {
    const clerk = await bridge.token('clerk');
    const one = await bridge.token('administrator');
    const proposed = await propose(one, person('clerk'), { ...access, roles: ['clerk', 'auditor'] });
    expect(proposed.status).toBe(200);
    expect((await decide(one, proposed.body['id'])).body).toMatchObject({ code: 'APPROVER_IS_SUBMITTER' });
    expect((await api(clerk, '/api/v1/people')).status).toBe(403);
    const decided = await decide(await secondAdministrator(), proposed.body['id']);
    expect(decided.body).toMatchObject({ approved: true });
    expect((await api(clerk, '/api/v1/people')).status).toBe(200);
    expect((await decide(await secondAdministrator(), proposed.body['id'])).body).toMatchObject({
      code: 'ACCESS_CHANGE_DECIDED',
    });
  });

  it('are not raised by oneself, nor beyond what those who grant have', async () => {
    const one = await bridge.token('administrator');
    expect((await propose(one, person('administrator'), access)).body).toMatchObject({ code: 'OWN_ACCESS' });
    expect(
      (await propose(one, person('clerk'), { ...access, roles: ['network-administrator'] })).body,
    ).toMatchObject({ code: 'BEYOND_OWN_SCOPE' });
    // Whoever it concerns does not approve it either.
    const theirs = await propose(await secondAdministrator(), person('administrator'), access);
    expect((await decide(one, theirs.body['id'])).body).toMatchObject({ code: 'OWN_ACCESS' });
  });

  it('are not granted by leaving something out', async () => {
    const one = await bridge.token('administrator');
    for (const json of [
      { roles: ['clerk'] },
      { ...access, issuers: ['**'] },
      { ...access, roles: ['root'] },
    ]) {
      expect((await propose(one, person('clerk'), json)).status).toBe(400);
    }
  });

  it('want a fresh sign-in to be changed', async () => {
    const { sessions } = bridge.service;
    const authenticatedAt = new Date(Date.now() - 3_600_000);
    const { token } = await sessions.begin(
      { person: person('administrator') },
      { via: 'browser', authenticatedAt },
    );
    const response = await fetch(`${bridge.url}/api/v1/people/${person('clerk')}/access-changes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(access),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('insufficient_user_authentication');
    expect(await response.json()).toMatchObject({ code: 'STEP_UP_NEEDED' });
  });
});

describe('a system', () => {
  it('gets a token by private_key_jwt once, after two administrators let it in', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const { kty, crv, x, y } = await exportJWK(publicKey);
    const proposed = await api(
      await bridge.token('administrator'),
      '/api/v1/systems/population/access-changes',
      {
        json: {
          name: '人口系统',
          keys: { keys: [{ kty, crv, x, y, kid: 'one' }] },
          roles: ['operator'],
          issuers: '*',
          types: '*',
        },
      },
    );
    expect(proposed.status, JSON.stringify(proposed.body)).toBe(200);
    const assertion = (change: { aud?: string; jti?: string; seconds?: number } = {}): Promise<string> =>
      new SignJWT({ jti: change.jti ?? crypto.randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer('population')
        .setSubject('population')
        .setAudience(change.aud ?? `${bridge.url}/oauth/token`)
        .setExpirationTime(`${change.seconds ?? 60}s`)
        .sign(privateKey);
    const ask = async (signed: string): Promise<{ status: number; body: Record<string, unknown> }> => {
      const response = await fetch(`${bridge.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: signed,
        }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect((await ask(await assertion())).body).toEqual({ error: 'invalid_client' });
    const id = String(proposed.body['id']);
    await api(await secondAdministrator(), `/api/v1/access-changes/${id}/decision`, {
      json: { approve: true },
    });

    const signed = await assertion();
    const { body } = await ask(signed);
    expect(body).toMatchObject({ token_type: 'Bearer' });
    const token = String(body['access_token']);
    expect((await api(token, '/api/v1/session')).body).toMatchObject({
      kind: 'system',
      subject: 'system:population',
      roles: ['operator'],
    });
    for (const wrong of [
      signed,
      await assertion({ aud: 'https://elsewhere.example' }),
      await assertion({ seconds: 3_600 }),
      await assertion({ seconds: -120 }),
      'no.jwt.here',
    ]) {
      expect(await ask(wrong)).toEqual({ status: 401, body: { error: 'invalid_client' } });
    }
    // Twice its quota: whenever the minute ends meanwhile, one of the two is exceeded.
    const answers = await Promise.all(Array.from({ length: 42 }, () => api(token, '/api/v1/session')));
    expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect((await api(await bridge.token('operator'), '/api/v1/session')).status).toBe(200);
  });
});

it('a resident who asks for one wallet credential after another is stopped, whatever was wrong with each', async () => {
  const token = await bridge.residentToken('康雪');
  const path = `/api/v1/my/certificates/${'0'.repeat(32)}/wallet-credentials`;
  const ask = (): Promise<Awaited<ReturnType<typeof api>>> => api(token, path, { method: 'POST', json: {} });
  // Twice the quota and more: whenever the hour ends meanwhile, one of the two is exceeded.
  const answers = await Promise.all(Array.from({ length: 8 }, ask));
  expect(answers.some(({ status }) => status === 400)).toBe(true);
  expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({ code: 'QUOTA_EXCEEDED' });
  expect((await api(token, '/api/v1/my/certificates')).status).toBe(200);
});

it('a person who looks up one number after another is stopped, told when to go on, and written down once', async () => {
  const { database } = bridge.service;
  const refusals = async (): Promise<number> => {
    const found = await database.query(`SELECT FROM audit_records WHERE act = 'operation.refused'`);
    return found.rowCount ?? 0;
  };
  const before = await refusals();
  const { rows } = await database.query<{ code: string }>('SELECT code FROM issuers LIMIT 1');
  const token = await bridge.token('operator');
  const lookUp = async (number: string): Promise<Response> =>
    fetch(`${bridge.url}/api/v1/issuers/${rows[0]?.code ?? ''}/certificate-search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ holderNumber: number }),
    });
  // More than twice the quota: whenever the hour ends meanwhile, one of the two is exceeded.
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => lookUp(`33010619900101${String(n).padStart(4, '0')}`)),
  );
  const stopped = answers.find(({ status }) => status === 429);
  expect(answers.some(({ status }) => status === 200)).toBe(true);
  expect(await stopped?.json()).toMatchObject({ code: 'QUOTA_EXCEEDED' });
  expect(Number(stopped?.headers.get('retry-after'))).toBeGreaterThan(0);
  // Whatever else they do goes on.
  expect((await api(token, '/api/v1/session')).status).toBe(200);
  expect((await refusals()) - before).toBe(1);
});

describe('first use', () => {
  it('asks for nothing once issuer, key and type stand', async () => {
    const { body } = await api(await bridge.token('administrator'), '/api/v1/setup');
    expect(body).toEqual({ steps: [] });
  });

  it('says what is to be done next until then, by which operation and command', async () => {
    const data = join(folder, 'empty');
    const settings = readSettings({
      CERTBRIDGE_DATA: data,
      CERTBRIDGE_PORT: '0',
      CERTBRIDGE_LOG_LEVEL: 'silent',
    });
    const empty = await startCertBridge({ settings, seed: 'nothing', throwAway: true });
    try {
      const authorization = `Bearer ${await empty.token('administrator')}`;
      const steps = async (): Promise<unknown> => {
        const response = await fetch(`${empty.url}/api/v1/setup`, { headers: { authorization } });
        return ((await response.json()) as { steps: unknown }).steps;
      };
      expect(await steps()).toMatchObject([{ code: 'ISSUER_MISSING', operation: 'saveIssuer' }]);
      const { database, protection, keys, ledgers, types } = empty.service;
      const { code: type } = types.newest('residence-permit');
      const issuer = { code: '113300000024820135', name: '样例局', types: [type], fourEyes: false };
      const unknownToLedger = { mspId: ledgers[0]!.mspId, authorities: [], registered: false };
      await saveIssuer(database, keys, { ...issuer, ...unknownToLedger }, protection);
      expect(await steps()).toMatchObject([
        { code: 'TYPE_NOT_APPROVED', operation: 'approveType', command: `certbridge approve-type ${type}` },
      ]);
    } finally {
      await empty.close();
    }
  });
});
