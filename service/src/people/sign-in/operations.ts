import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation, Reply } from '../../platform/http/index.js';
import { actingAs } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { Problem } from '../../platform/problems/index.js';
import { principalOf } from '../accounts/index.js';
import type { People } from '../accounts/index.js';
import type { Audit } from '../audit/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Cell, HolderKey } from '../personal-data/index.js';
import type { Holder, Sessions } from '../sessions/index.js';
import { ProviderUnavailable, SignInFailed } from './errors.js';
import { setCookie } from './instance.js';
import type { Instance } from './instance.js';
import type { Provider } from './provider.js';
import { principalOfResident } from './residents.js';
import type { Residents } from './residents.js';
import type { CheckedToken } from './tokens.js';

export interface SignInCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly instance: Instance;
  /** Where the department's people sign in. */
  readonly provider: Provider | undefined;
  readonly people: People;
  /** Where residents do: never the same sign-in as the department's. */
  readonly residentProvider: Provider | undefined;
  readonly residents: Residents;
  readonly sessions: Sessions;
  /** Encrypts what a browser keeps while its person is at the provider. */
  readonly seal: Pick<HolderKey, 'encryptJson' | 'decryptJson'>;
}

/** Where browsers are sent back to. */
export const CALLBACKS = { people: '/auth/callback', residents: '/auth/residents/callback' } as const;

/** Seconds that a person has to sign in at the provider. */
const PATIENCE = 600;

const attemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  until: z.number(),
});

/** A path of this service: never an address that leads elsewhere (`//host`, `/\host`). */
const ownPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/)
  .meta({ description: 'A path of this service' });

/** A way to sign in. An attempt that was begun at one is worth nothing at the other: its cell is its own. */
interface Way {
  readonly audience: keyof typeof CALLBACKS;
  readonly ids: { readonly begin: string; readonly finish: string };
  readonly summary: string;
  readonly path: string;
  readonly cookie: string;
  readonly provider: () => Provider | undefined;
  readonly setting: 'CERTBRIDGE_SIGN_IN_ISSUER' | 'CERTBRIDGE_RESIDENTS_ISSUER';
  /** Whose session it is to be. */
  readonly identify: (
    checked: CheckedToken,
  ) => Promise<{ readonly holder: Holder; readonly principal: Principal }>;
}

/** Signing in by a browser: OpenID Connect, authorization code with PKCE. */
export function signInOperations(capabilities: SignInCapabilities): Operation[] {
  const { instance, people, residents } = capabilities;
  const forPeople: Way = {
    audience: 'people',
    ids: { begin: 'beginSignIn', finish: 'finishSignIn' },
    summary: 'Send the browser to the OpenID provider; it comes back with a session',
    path: '/auth/sign-in',
    cookie: instance.cookieName('sign-in'),
    provider: () => capabilities.provider,
    setting: 'CERTBRIDGE_SIGN_IN_ISSUER',
    async identify({ identity, authenticatedAt }) {
      const person = await people.identify(identity);
      return { holder: { person: person.id }, principal: principalOf(person, authenticatedAt) };
    },
  };
  const forResidents: Way = {
    audience: 'residents',
    ids: { begin: 'beginResidentSignIn', finish: 'finishResidentSignIn' },
    summary: 'Send the browser of a resident 群众 to the residents’ provider; it comes back with a session',
    path: '/auth/residents/sign-in',
    cookie: instance.cookieName('resident-sign-in'),
    provider: () => capabilities.residentProvider,
    setting: 'CERTBRIDGE_RESIDENTS_ISSUER',
    async identify({ identity, authenticatedAt }) {
      const resident = await residents.identify(identity.claims);
      return { holder: { resident }, principal: principalOfResident(resident, authenticatedAt) };
    },
  };
  return [forPeople, forResidents].flatMap((way) => [
    beginning(way, capabilities),
    finishing(way, capabilities),
  ]);
}

const seeOther = { 303: { description: 'Where to go', empty: true } } as const;

function beginning(way: Way, { instance, seal }: SignInCapabilities): Operation {
  return operation({
    id: way.ids.begin,
    method: 'get',
    path: way.path,
    summary: way.summary,
    tag: 'people',
    permission: 'public',
    query: z.object({
      return: ownPath.default('/'),
      fresh: z
        .literal('yes')
        .optional()
        .meta({ description: 'Step-up: the person proves anew who they are' }),
    }),
    answers: seeOther,
    async handle({ query }) {
      const { url, attempt } = await providerOf(way).begin(query.fresh === 'yes');
      const kept = { ...attempt, returnTo: query.return, until: Date.now() + PATIENCE * 1000 };
      const value = seal.encryptJson(kept, cellOf(way)).toString('base64url');
      return redirect(url.href, [setCookie(instance, way.cookie, value, PATIENCE)]);
    },
  });
}

function finishing(way: Way, { instance, database, audit, sessions, seal }: SignInCapabilities): Operation {
  return operation({
    id: way.ids.finish,
    method: 'get',
    path: CALLBACKS[way.audience],
    summary: 'Where that provider sends the browser back to',
    tag: 'people',
    permission: 'public',
    query: z.object({}).catchall(z.string().max(4000)),
    answers: seeOther,
    async handle({ query, caller, actor }) {
      const { returnTo, ...attempt } = opened(way, seal, caller.cookie(way.cookie));
      const answer = new URLSearchParams(query).toString();
      const checked = await providerOf(way).finish(answer, attempt);
      const { authenticatedAt } = checked;
      const { holder, principal } = await way.identify(checked);
      // A new token at every sign-in: one that was planted before is worth nothing.
      const begun = await database.transaction(async (tx) => {
        const made = await sessions.begin(holder, { via: 'browser', authenticatedAt }, tx);
        const by = actingAs(actor, principal);
        await audit.record(tx, { act: 'session.begun', by, session: made.id, via: 'browser' });
        return made;
      });
      return redirect(returnTo, [
        setCookie(instance, instance.cookieName('session'), begun.token),
        setCookie(instance, way.cookie, '', 0),
      ]);
    },
  });
}

function providerOf({ provider, setting }: Way): Provider {
  const found = provider();
  if (found) return found;
  throw new ProviderUnavailable(setting, new Error(`${setting} is not set`));
}

const cellOf = ({ audience }: Way): Cell => ({
  table: 'sign-in',
  column: 'attempt',
  row: audience,
});

const NOT_BEGUN_HERE = { zh: '不是在这个浏览器中发起的', en: 'it was not begun in this browser' };

function opened(
  way: Way,
  seal: SignInCapabilities['seal'],
  cookie: string | undefined,
): z.output<typeof attemptSchema> {
  if (cookie === undefined) throw new SignInFailed(NOT_BEGUN_HERE);
  const attempt = attemptSchema.safeParse(decrypted(way, seal, cookie));
  if (!attempt.success) throw new SignInFailed(NOT_BEGUN_HERE);
  if (attempt.data.until < Date.now()) throw new SignInFailed({ zh: '用时过长', en: 'it took too long' });
  return attempt.data;
}

function decrypted(way: Way, seal: SignInCapabilities['seal'], cookie: string): unknown {
  try {
    return seal.decryptJson(Buffer.from(cookie, 'base64url'), cellOf(way));
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

const redirect = (location: string, cookies: readonly string[]): Reply => ({
  status: 303,
  headers: { Location: location, 'Set-Cookie': cookies, 'Cache-Control': 'no-store' },
});
