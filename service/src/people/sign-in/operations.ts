import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation, Reply } from '../../platform/http/index.js';
import { actingAs } from '../../platform/principal/index.js';
import { Problem } from '../../platform/problems/index.js';
import { principalOf } from '../accounts/index.js';
import type { People } from '../accounts/index.js';
import type { Audit } from '../audit/index.js';
import type { Database } from '../../platform/database/index.js';
import type { HolderKey } from '../personal-data/index.js';
import type { Sessions } from '../sessions/index.js';
import { ProviderUnavailable, SignInFailed } from './errors.js';
import { setCookie } from './instance.js';
import type { Instance } from './instance.js';
import type { Provider } from './provider.js';

export interface SignInCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly instance: Instance;
  readonly provider: Provider | undefined;
  readonly people: People;
  readonly sessions: Sessions;
  /** Encrypts what a browser keeps while its person is at the provider. */
  readonly seal: Pick<HolderKey, 'encryptJson' | 'decryptJson'>;
}

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

const cell = { table: 'sign-in', column: 'attempt', row: '' };

/** Signing in by a browser: OpenID Connect, authorization code with PKCE. */
export function signInOperations(capabilities: SignInCapabilities): Operation[] {
  const { instance, database, audit, people, sessions, seal } = capabilities;
  const cookie = instance.cookieName('sign-in');
  const seeOther = { 303: { description: 'Where to go', empty: true } } as const;
  const begin = operation({
    id: 'beginSignIn',
    method: 'get',
    path: '/auth/sign-in',
    summary: 'Send the browser to the OpenID provider; it comes back with a session',
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
      const { url, attempt } = await requireProvider(capabilities).begin(query.fresh === 'yes');
      const kept = { ...attempt, returnTo: query.return, until: Date.now() + PATIENCE * 1000 };
      const value = seal.encryptJson(kept, cell).toString('base64url');
      return redirect(url.href, [setCookie(instance, cookie, value, PATIENCE)]);
    },
  });
  const finish = operation({
    id: 'finishSignIn',
    method: 'get',
    path: '/auth/callback',
    summary: 'Where the OpenID provider sends the browser back to',
    tag: 'people',
    permission: 'public',
    query: z.object({}).catchall(z.string().max(4000)),
    answers: seeOther,
    async handle({ query, caller, actor }) {
      const { returnTo, ...attempt } = opened(seal, caller.cookie(cookie));
      const answer = new URLSearchParams(query).toString();
      const { identity, authenticatedAt } = await requireProvider(capabilities).finish(answer, attempt);
      const person = await people.identify(identity);
      // A new token at every sign-in: one that was planted before is worth nothing.
      const begun = await database.transaction(async (tx) => {
        const made = await sessions.begin({ person: person.id }, { via: 'browser', authenticatedAt }, tx);
        const by = actingAs(actor, principalOf(person, authenticatedAt));
        await audit.record(tx, { act: 'session.begun', by, session: made.id, via: 'browser' });
        return made;
      });
      return redirect(returnTo, [
        setCookie(instance, instance.cookieName('session'), begun.token),
        setCookie(instance, cookie, '', 0),
      ]);
    },
  });
  return [begin, finish];
}

function requireProvider({ provider }: SignInCapabilities): Provider {
  if (provider) return provider;
  throw new ProviderUnavailable(new Error('CERTBRIDGE_SIGN_IN_ISSUER is not set'));
}

const NOT_BEGUN_HERE = { zh: '不是在这个浏览器中发起的', en: 'it was not begun in this browser' };

function opened(
  seal: SignInCapabilities['seal'],
  cookie: string | undefined,
): z.output<typeof attemptSchema> {
  if (cookie === undefined) throw new SignInFailed(NOT_BEGUN_HERE);
  const attempt = attemptSchema.safeParse(decrypted(seal, cookie));
  if (!attempt.success) throw new SignInFailed(NOT_BEGUN_HERE);
  if (attempt.data.until < Date.now()) throw new SignInFailed({ zh: '用时过长', en: 'it took too long' });
  return attempt.data;
}

function decrypted(seal: SignInCapabilities['seal'], cookie: string): unknown {
  try {
    return seal.decryptJson(Buffer.from(cookie, 'base64url'), cell);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

const redirect = (location: string, cookies: readonly string[]): Reply => ({
  status: 303,
  headers: { Location: location, 'Set-Cookie': cookies, 'Cache-Control': 'no-store' },
});
