import type { Context } from 'koa';
import { People } from '../people/accounts/index.js';
import type { Protection } from '../people/personal-data/index.js';
import { Sessions } from '../people/sessions/index.js';
import { authenticator, instanceAt, openTokenCheck } from '../people/sign-in/index.js';
import type { Instance } from '../people/sign-in/index.js';
import type { Database } from '../platform/database/index.js';
import type { Authenticated } from '../platform/http/index.js';
import type { Settings } from '../platform/settings/index.js';

/** Who may come in, and how they are known. */
export interface Access {
  readonly instance: Instance;
  readonly people: People;
  readonly sessions: Sessions;
  readonly authenticate: (ctx: Context) => Promise<Authenticated>;
}

export interface AccessOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly protection: Protection;
  /** Where the service listens. */
  readonly url: string;
}

export async function openAccess({ settings, database, protection, url }: AccessOptions): Promise<Access> {
  const instance = instanceAt(settings.publicUrl ?? reachable(url));
  const people = new People({ database, protection, settings: settings.accounts });
  const { idle, life } = settings.sessions;
  const sessions = new Sessions({ database, idle, life });
  const tokens = settings.tokens && (await openTokenCheck(settings.tokens));
  return {
    instance,
    people,
    sessions,
    authenticate: authenticator({ database, people, sessions, instance, tokens }),
  };
}

/** A service that listens on every address is reached on this machine by loopback. */
const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
