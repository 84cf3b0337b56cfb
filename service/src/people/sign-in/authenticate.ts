import type { Context } from 'koa';
import type { Database } from '../../platform/database/index.js';
import type { Authenticated } from '../../platform/http/index.js';
import { NotAuthenticated } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { findSystem, principalOf, principalOfSystem } from '../accounts/index.js';
import type { People } from '../accounts/index.js';
import type { Protection } from '../personal-data/index.js';
import { sessionEnded } from '../sessions/index.js';
import type { Session, Sessions } from '../sessions/index.js';
import { OriginRefused, SessionOfAnother } from './errors.js';
import { principalOfResident } from './residents.js';
import type { Instance } from './instance.js';
import type { TokenCheck } from './tokens.js';

export interface AuthenticateOptions {
  readonly database: Database;
  readonly protection: Pick<Protection, 'mac'>;
  readonly people: People;
  readonly sessions: Sessions;
  readonly instance: Instance;
  /** Of JWTs that count besides sessions. */
  readonly tokens: TokenCheck | undefined;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Whom a request speaks for: by `Authorization: Bearer`, else by the browser's session. */
export function authenticator(options: AuthenticateOptions): (ctx: Context) => Promise<Authenticated> {
  const { instance } = options;
  return async (ctx) => {
    const authorization = ctx.get('Authorization');
    if (authorization !== '') return byBearer(authorization, options);
    const token = ctx.cookies.get(instance.cookieName('session'));
    if (token === undefined) {
      throw new NotAuthenticated({
        zh: '请登录，或附上访问令牌（Authorization: Bearer …）。',
        en: 'Sign in, or send an access token: "Authorization: Bearer …".',
      });
    }
    // A cookie goes along with whatever any site makes a browser send.
    if (!SAFE.includes(ctx.method) && ctx.get('Origin') !== instance.origin) {
      throw new OriginRefused(instance.origin);
    }
    const authenticated = await bySession(token, options);
    // A page of another tab may still be that of who was signed in before.
    const expected = ctx.get('CertBridge-Subject');
    if (expected !== '' && expected !== authenticated.principal.subject) throw new SessionOfAnother();
    return authenticated;
  };
}

async function byBearer(authorization: string, options: AuthenticateOptions): Promise<Authenticated> {
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
  if (token === undefined)
    throw new NotAuthenticated({
      zh: '请附上访问令牌（Authorization: Bearer …）。',
      en: 'Send an access token: "Authorization: Bearer …".',
    });
  if (token.startsWith('cb_')) return bySession(token, options);
  if (!options.tokens)
    throw new NotAuthenticated({
      zh: '本服务不接受其他签发方的访问令牌。',
      en: 'This service takes no access tokens of another issuer.',
    });
  const { identity, authenticatedAt } = await options.tokens.check(token);
  return { principal: principalOf(await options.people.identify(identity), authenticatedAt) };
}

async function bySession(token: string, options: AuthenticateOptions): Promise<Authenticated> {
  const session = await options.sessions.find(token);
  const principal = session && (await principalOfSession(session, options));
  if (!session || !principal) throw sessionEnded();
  return { principal, session: session.id };
}

async function principalOfSession(
  { holder, authenticatedAt }: Session,
  { people, database, protection }: AuthenticateOptions,
): Promise<Principal | undefined> {
  if ('person' in holder) {
    const person = await people.find(holder.person);
    return person && principalOf(person, authenticatedAt);
  }
  if ('system' in holder) {
    const system = await findSystem(database, protection, holder.system);
    return system && principalOfSystem(system);
  }
  return principalOfResident(holder.resident, authenticatedAt);
}
