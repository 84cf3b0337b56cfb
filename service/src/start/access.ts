import type { Context } from 'koa';
import type { Audit } from '../people/audit/index.js';
import { People, accountOperations } from '../people/accounts/index.js';
import type { Protection } from '../people/personal-data/index.js';
import { Sessions, sessionOperations } from '../people/sessions/index.js';
import { tokenEndpointOperations } from '../people/token-endpoint/index.js';
import { join } from 'node:path';
import { openEmbeddedProvider } from '../people/embedded-provider/index.js';
import type { EmbeddedProvider } from '../people/embedded-provider/index.js';
import { SAMPLE_ISSUER } from '../people/samples/index.js';
import {
  Provider,
  authenticator,
  instanceAt,
  openTokenCheck,
  setCookie,
  signInOperations,
} from '../people/sign-in/index.js';
import type { Instance } from '../people/sign-in/index.js';
import type { Database } from '../platform/database/index.js';
import type { Authenticated, Operation } from '../platform/http/index.js';
import type { Settings } from '../platform/settings/index.js';

/** Who may come in, and how they are known. */
export interface Access {
  readonly instance: Instance;
  readonly people: People;
  readonly sessions: Sessions;
  /** Of sample people; only in a development start. */
  readonly embedded: EmbeddedProvider | undefined;
  readonly operations: readonly Operation[];
  readonly authenticate: (ctx: Context) => Promise<Authenticated>;
}

export interface AccessOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  /** Where the service listens. */
  readonly url: string;
}

export async function openAccess({
  settings,
  database,
  audit,
  protection,
  url,
}: AccessOptions): Promise<Access> {
  const instance = instanceAt(settings.publicUrl ?? reachable(url));
  const people = new People({ database, protection, settings: settings.accounts });
  const { idle, life } = settings.sessions;
  const sessions = new Sessions({ database, idle, life });
  const tokens = settings.tokens && (await openTokenCheck(settings.tokens));
  const redirectUri = `${instance.origin}/auth/callback`;
  const embedded = settings.isDevelopment
    ? await openSampleSignIn(settings, instance, redirectUri)
    : undefined;
  const provider = providerOf(settings, embedded, redirectUri);
  const seal = protection.common;
  const clearCookie = setCookie(instance, instance.cookieName('session'), '', 0);
  const nameOf = async (person: string): Promise<string | undefined> => (await people.find(person))?.name;
  return {
    instance,
    people,
    sessions,
    embedded,
    operations: accessOperations({
      database,
      audit,
      instance,
      provider,
      people,
      sessions,
      seal,
      nameOf,
      vaultKeyOf: (subject) => protection.mac('vault', subject),
      clearCookie,
    }),
    authenticate: authenticator({
      database,
      people,
      sessions,
      instance,
      tokens,
      systemQuota: settings.systemQuota,
    }),
  };
}

type AccessCapabilities = Parameters<typeof signInOperations>[0] &
  Parameters<typeof sessionOperations>[0] &
  Parameters<typeof tokenEndpointOperations>[0] &
  Parameters<typeof accountOperations>[0];

/** The operations of who may come in. */
export function accessOperations(capabilities: AccessCapabilities): Operation[] {
  return [
    ...signInOperations(capabilities),
    ...sessionOperations(capabilities),
    ...tokenEndpointOperations(capabilities),
    ...accountOperations(capabilities),
  ];
}

function openSampleSignIn(
  { data }: Settings,
  instance: Instance,
  redirectUri: string,
): Promise<EmbeddedProvider> {
  const name = instance.cookieName('samples');
  const header = (value: string): string => setCookie(instance, name, value);
  const { origin } = instance;
  return openEmbeddedProvider({ origin, redirectUri, keys: join(data, 'keys'), cookie: { name, header } });
}

function providerOf(
  { signIn }: Settings,
  embedded: EmbeddedProvider | undefined,
  redirectUri: string,
): Provider | undefined {
  if (signIn) return new Provider({ ...signIn, redirectUri, isLocal: isLoopback(signIn.issuer) });
  if (!embedded) return undefined;
  const { issuer, client } = embedded;
  const accountIssuer = SAMPLE_ISSUER;
  return new Provider({
    issuer,
    client,
    secret: undefined,
    redirectUri,
    accountIssuer,
    isLocal: isLoopback(issuer),
  });
}

const isLoopback = (address: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);

/** A service that listens on every address is reached on this machine by loopback. */
const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
