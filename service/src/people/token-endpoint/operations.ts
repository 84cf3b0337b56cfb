import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation, Reply } from '../../platform/http/index.js';
import type { Database } from '../../platform/database/index.js';
import { actingAs } from '../../platform/principal/index.js';
import type { Actor } from '../../platform/principal/index.js';
import { principalOf, principalOfSystem } from '../accounts/index.js';
import type { People } from '../accounts/index.js';
import type { Audit } from '../audit/index.js';
import type { Protection } from '../personal-data/index.js';
import type { Sessions } from '../sessions/index.js';
import type { Instance, Provider } from '../sign-in/index.js';
import { ClientRefused, authenticateSystem } from './assertion.js';

export interface TokenEndpointCapabilities {
  readonly database: Database;
  readonly protection: Pick<Protection, 'mac'>;
  readonly audit: Audit;
  readonly instance: Instance;
  readonly provider: Provider | undefined;
  readonly people: People;
  readonly sessions: Sessions;
}

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const TOKEN_PATH = '/oauth/token';
const DEVICE_PATH = '/oauth/device_authorization';
/** Milliseconds that a system's token lasts. */
const SYSTEM_LIFE = 3_600_000;

const form = z.object({
  grant_type: z.string().max(100),
  client_assertion_type: z.string().max(100).optional(),
  client_assertion: z.string().max(8_000).optional(),
  device_code: z.string().max(1_000).optional(),
});

/** RFC 6749 §5.1. */
const tokenAnswer = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
});
/** RFC 6749 §5.2. */
const refusal = z.strictObject({ error: z.string() });

/** OAuth 2.0 for what has no browser: systems (client credentials) and the command line (device flow). */
export function tokenEndpointOperations(capabilities: TokenEndpointCapabilities): Operation[] {
  const { instance, provider } = capabilities;
  const token = operation({
    id: 'issueToken',
    method: 'post',
    path: TOKEN_PATH,
    summary:
      'An access token: for a system by private_key_jwt (RFC 7523), for a person by the device flow (RFC 8628)',
    tag: 'people',
    permission: 'public',
    body: { form },
    answers: {
      200: { description: 'The token', json: tokenAnswer },
      400: { description: 'Refused, or not yet', json: refusal },
      401: { description: 'The system is not believed', json: refusal },
    },
    async handle({ body, actor }) {
      if (body.grant_type === 'client_credentials') return forSystem(capabilities, body, actor);
      if (body.grant_type === DEVICE_GRANT && provider) return forDevice(capabilities, provider, body, actor);
      return refuse(400, 'unsupported_grant_type');
    },
  });
  const device = operation({
    id: 'beginDeviceSignIn',
    method: 'post',
    path: DEVICE_PATH,
    summary: 'Begin a sign-in on another device (RFC 8628): "certbridge login"',
    tag: 'people',
    permission: 'public',
    body: { form: z.object({}) },
    answers: {
      200: { description: 'Where to sign in, with which code', json: deviceAnswer },
      400: { description: 'People do not sign in here', json: refusal },
    },
    async handle() {
      if (!provider) return refuse(400, 'unsupported_grant_type');
      const begun = await provider.beginOnDevice();
      const json = {
        device_code: begun.deviceCode,
        user_code: begun.userCode,
        verification_uri: begun.verificationUri,
        ...(begun.verificationUriComplete !== undefined && {
          verification_uri_complete: begun.verificationUriComplete,
        }),
        expires_in: begun.expiresIn,
        interval: begun.interval,
      };
      return { status: 200, headers: { 'Cache-Control': 'no-store' }, json };
    },
  });
  return [token, device, metadata(instance, provider !== undefined)];
}

const deviceAnswer = z.strictObject({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string().optional(),
  expires_in: z.int(),
  interval: z.int(),
});

/** RFC 8414. */
function metadata({ origin }: Instance, hasProvider: boolean): Operation {
  const json = {
    issuer: origin,
    token_endpoint: `${origin}${TOKEN_PATH}`,
    ...(hasProvider && { device_authorization_endpoint: `${origin}${DEVICE_PATH}` }),
    grant_types_supported: ['client_credentials', ...(hasProvider ? [DEVICE_GRANT] : [])],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'RS256', 'PS256'],
  };
  return operation({
    id: 'getTokenEndpoint',
    method: 'get',
    path: '/.well-known/oauth-authorization-server',
    summary: 'Where and how tokens are had (RFC 8414)',
    tag: 'people',
    permission: 'public',
    answers: { 200: { description: 'The metadata', json: z.looseObject({ issuer: z.string() }) } },
    handle: () => Promise.resolve({ status: 200, json }),
  });
}

async function forSystem(
  { database, protection, audit, instance: { origin }, sessions }: TokenEndpointCapabilities,
  { client_assertion_type: type, client_assertion: assertion }: z.output<typeof form>,
  actor: Actor,
): Promise<Reply> {
  if (type !== ASSERTION_TYPE || assertion === undefined) return refuse(401, 'invalid_client');
  try {
    return await database.transaction(async (tx) => {
      const system = await authenticateSystem(tx, protection, assertion, [origin, `${origin}${TOKEN_PATH}`]);
      const via = 'client-credentials';
      const begun = await sessions.begin({ system: system.id }, { via, life: SYSTEM_LIFE }, tx);
      const by = actingAs(actor, principalOfSystem(system));
      await audit.record(tx, { act: 'session.begun', by, session: begun.id, via });
      return tokenReply(begun);
    });
  } catch (error) {
    if (error instanceof ClientRefused) return refuse(401, 'invalid_client');
    throw error;
  }
}

async function forDevice(
  { database, audit, people, sessions }: TokenEndpointCapabilities,
  provider: Provider,
  { device_code: deviceCode }: z.output<typeof form>,
  actor: Actor,
): Promise<Reply> {
  if (deviceCode === undefined) return refuse(400, 'invalid_request');
  const signedIn = await provider.pollDevice(deviceCode);
  if ('error' in signedIn) return refuse(400, signedIn.error);
  const person = await people.identify(signedIn.identity);
  const { authenticatedAt } = signedIn;
  const via = 'command-line';
  return database.transaction(async (tx) => {
    const begun = await sessions.begin({ person: person.id }, { via, authenticatedAt }, tx);
    const by = actingAs(actor, principalOf(person, authenticatedAt));
    await audit.record(tx, { act: 'session.begun', by, session: begun.id, via });
    return tokenReply(begun);
  });
}

const tokenReply = ({ token, endsAt }: { readonly token: string; readonly endsAt: Date }): Reply => ({
  status: 200,
  headers: { 'Cache-Control': 'no-store' },
  json: {
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.floor((endsAt.getTime() - Date.now()) / 1000),
  },
});

const refuse = (status: 400 | 401, error: string): Reply => ({
  status,
  headers: { 'Cache-Control': 'no-store' },
  json: { error },
});
