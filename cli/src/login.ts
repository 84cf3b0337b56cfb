import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { whoAmI } from './answers.js';
import { unreachable } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';
import type { KeptSessions } from './kept-sessions.js';
import type { Terminal } from './terminal.js';

/** RFC 8628 §3.2. */
const begun = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string().optional(),
  expires_in: z.number(),
  interval: z.number().default(5),
});
const issued = z.object({ access_token: z.string() });
const refused = z.object({ error: z.string() });

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface LoginOptions {
  /** Address of the service. */
  readonly url: string;
  readonly kept: KeptSessions;
  /** The same service, without a token yet. */
  readonly openClient: (token: string) => Client;
}

/** Signs a person in by a browser, on this machine or another (device flow, RFC 8628), and keeps the session. */
export async function login(terminal: Terminal, { url, kept, openClient }: LoginOptions): Promise<void> {
  const device = begun.parse(await form(url, '/oauth/device_authorization', {}).then(answered));
  terminal.write(
    `在浏览器中打开 Open in a browser:\n  ${device.verification_uri_complete ?? device.verification_uri}\n` +
      `确认代码 and confirm the code:  ${device.user_code}\n`,
  );
  const token = await polled(url, device);
  await kept.keep(url, token);
  await whoami(openClient(token), terminal);
}

async function polled(url: string, device: z.output<typeof begun>): Promise<string> {
  const until = Date.now() + device.expires_in * 1000;
  let interval = device.interval;
  while (Date.now() < until) {
    await pause(interval * 1000);
    const fields = { grant_type: DEVICE_GRANT, device_code: device.device_code };
    const response = await form(url, '/oauth/token', fields);
    if (response.ok) return issued.parse(await response.json()).access_token;
    const { error } = refused.catch({ error: '' }).parse(await response.json().catch(() => ({})));
    // RFC 8628 §3.5: five seconds more each time that the provider asks for it.
    if (error === 'slow_down') interval += 5;
    else if (error === 'access_denied') throw denied();
    else if (error !== 'authorization_pending') break;
  }
  throw new CallFailed('LOGIN_EXPIRED', {
    zh: '登录未在时限内完成，请重试。',
    en: 'The sign-in was not finished in time: try again.',
  });
}

const denied = (): CallFailed =>
  new CallFailed(
    'LOGIN_DENIED',
    { zh: '登录被拒绝。', en: 'The sign-in was refused.' },
    { exit: exitCodes.noPermission },
  );

/** Ends the session at the service, and forgets it here. */
export async function logout(
  client: Client,
  terminal: Terminal,
  url: string,
  kept: KeptSessions,
): Promise<void> {
  if ((await kept.token(url)) === undefined) {
    terminal.write('未登录。Nobody is signed in.\n');
    return;
  }
  await client.delete('/api/v1/session').catch((error: unknown) => {
    // One that has ended already needs no end.
    if (!(error instanceof CallFailed) || error.code !== 'TOKEN_REFUSED') throw error;
  });
  await kept.forget(url);
  terminal.write('已退出。Signed out.\n');
}

/** Says whom the service takes this for. */
export async function whoami(client: Client, terminal: Terminal): Promise<void> {
  const who = await client.get('/api/v1/session', whoAmI);
  const scope = (covered: string | readonly string[]): string =>
    covered === '*' ? '* 全部 all' : [covered].flat().join(', ') || '无 none';
  terminal.write(
    `${who.name ?? who.subject}\n` +
      `  角色 roles: ${who.roles.join(', ') || '无 none'}\n` +
      `  颁发机构 issuers: ${scope(who.issuers)}\n` +
      `  证照类型 types: ${scope(who.types)}\n`,
  );
}

async function answered(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw new CallFailed('LOGIN_NOT_HERE', {
    zh: '此服务目前不能登录，请改用 CERTBRIDGE_TOKEN。',
    en: 'Nobody can sign in at this service now: use CERTBRIDGE_TOKEN.',
  });
}

function form(url: string, path: string, fields: Record<string, string>): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields) }).catch(
    (cause: unknown) => {
      throw unreachable(url, cause);
    },
  );
}
