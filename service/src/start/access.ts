import type { Context } from 'koa';
import type { Audit } from '../people/audit/index.js';
import { People, accountOperations } from '../people/accounts/index.js';
import type { Protection } from '../people/personal-data/index.js';
import { Sessions, sessionOperations } from '../people/sessions/index.js';
import { tokenEndpointOperations } from '../people/token-endpoint/index.js';
import { join } from 'node:path';
import { openEmbeddedProvider } from '../people/embedded-provider/index.js';
import type { EmbeddedProvider } from '../people/embedded-provider/index.js';
import {
  SAMPLE_ASSURANCE,
  SAMPLE_ISSUER,
  SAMPLE_PEOPLE,
  SAMPLE_RESIDENTS,
  claimsOf,
  residentClaimsOf,
} from '../people/samples/index.js';
import {
  CALLBACKS,
  Provider,
  Residents,
  authenticator,
  instanceAt,
  openTokenCheck,
  setCookie,
  signInOperations,
} from '../people/sign-in/index.js';
import type { Instance } from '../people/sign-in/index.js';
import type { Database } from '../platform/database/index.js';
import type { Authenticated, Operation } from '../platform/http/index.js';
import type { ResidentSettings, Settings, SignInSettings } from '../platform/settings/index.js';

/** Who may come in, and how they are known. */
export interface Access {
  readonly instance: Instance;
  readonly people: People;
  readonly sessions: Sessions;
  readonly residents: Residents;
  /** Of sample people, and of sample residents; only in a development start. */
  readonly embedded: Embedded;
  readonly operations: readonly Operation[];
  readonly authenticate: (ctx: Context) => Promise<Authenticated>;
}

interface Embedded {
  readonly people?: EmbeddedProvider;
  readonly residents?: EmbeddedProvider;
}

export interface AccessOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  /** The look-up of a holder's number, as holders are kept by it. */
  readonly holderLookup: (number: string) => Buffer;
  /** Where the service listens. */
  readonly url: string;
}

export async function openAccess({
  settings,
  database,
  audit,
  protection,
  holderLookup,
  url,
}: AccessOptions): Promise<Access> {
  const instance = instanceAt(settings.publicUrl ?? reachable(url));
  const people = new People({ database, protection, settings: settings.accounts });
  const { idle, life } = settings.sessions;
  const sessions = new Sessions({ database, protection, idle, life });
  const tokens = settings.tokens && (await openTokenCheck(settings.tokens));
  const residents = new Residents({
    ...{ database, protection, holderLookup },
    settings: settings.residents ?? SAMPLE_CLAIMS,
  });
  const embedded = await openSampleSignIn(settings, instance);
  const samplePeople = embedded.people && { ...clientOf(embedded.people), accountIssuer: SAMPLE_ISSUER };
  const sampleResidents = embedded.residents && { ...clientOf(embedded.residents), ...SAMPLE_CLAIMS };
  const seal = protection.common;
  const clearCookie = setCookie(instance, instance.cookieName('session'), '', 0);
  const nameOf = async (person: string): Promise<string | undefined> => (await people.find(person))?.name;
  return {
    instance,
    people,
    residents,
    sessions,
    embedded,
    operations: accessOperations({
      database,
      audit,
      instance,
      provider: providerOf('people', instance, settings.signIn ?? samplePeople),
      people,
      residentProvider: providerOf('residents', instance, settings.residents ?? sampleResidents),
      residents,
      sessions,
      seal,
      protection,
      nameOf,
      vaultKeyOf: (subject) => protection.mac('vault', subject),
      clearCookie,
    }),
    authenticate: authenticator({
      database,
      protection,
      people,
      sessions,
      instance,
      tokens,
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

/** What the embedded provider says of sample residents, and how surely. */
const SAMPLE_CLAIMS: ResidentSettings = {
  assurance: [SAMPLE_ASSURANCE],
  numberClaim: 'id_number',
  nameClaim: 'name',
};

async function openSampleSignIn(settings: Settings, instance: Instance): Promise<Embedded> {
  if (!settings.isDevelopment) return {};
  const name = instance.cookieName('samples');
  const { origin } = instance;
  const common = {
    origin,
    keys: join(settings.data, 'keys'),
    cookie: { name, header: (value: string) => setCookie(instance, name, value) },
  };
  const people = await openEmbeddedProvider({
    ...common,
    prefix: '/development',
    signIn: '/auth/sign-in',
    redirectUri: `${origin}${CALLBACKS.people}`,
    title: { zh: '选择样例人员', en: 'Sign in as a sample person' },
    subjects: SAMPLE_PEOPLE.map((one) => ({ ...one, claims: claimsOf(one) })),
    claims: ['name', 'roles', 'issuers', 'types'],
  });
  if (settings.residents) return { people };
  const residents = await openEmbeddedProvider({
    ...common,
    prefix: '/development-residents',
    signIn: '/auth/residents/sign-in',
    redirectUri: `${origin}${CALLBACKS.residents}`,
    title: { zh: '选择样例居民', en: 'Sign in as a sample resident' },
    subjects: SAMPLE_RESIDENTS.map((one) => ({ ...one, claims: residentClaimsOf(one) })),
    claims: ['name', 'id_number'],
    assurance: SAMPLE_ASSURANCE,
  });
  return { people, residents };
}

/** The setting that names the issuer of a provider, by who signs in there. */
const ISSUER_SETTINGS = {
  people: 'CERTBRIDGE_SIGN_IN_ISSUER',
  residents: 'CERTBRIDGE_RESIDENTS_ISSUER',
} as const;

type ProviderClient = Omit<ConstructorParameters<typeof Provider>[0], 'redirectUri' | 'setting' | 'isLocal'>;

function providerOf(
  who: keyof typeof ISSUER_SETTINGS,
  { origin }: Instance,
  client: ProviderClient | undefined,
): Provider | undefined {
  if (!client) return undefined;
  return new Provider({
    ...client,
    redirectUri: `${origin}${CALLBACKS[who]}`,
    setting: ISSUER_SETTINGS[who],
    isLocal: isLoopback(client.issuer),
  });
}

const clientOf = ({ issuer, client }: EmbeddedProvider): SignInSettings => ({
  ...{ issuer, client, secret: undefined },
});

const isLoopback = (address: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);

/** A service that listens on every address is reached on this machine by loopback. */
const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
