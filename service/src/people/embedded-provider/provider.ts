import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Koa from 'koa';
import Provider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { writeFileAtomically } from '../../platform/files/index.js';
import { memoryAdapter } from './memory.js';
import { page, pagePolicy, peoplePage } from './page.js';
import type { PageTitle } from './page.js';

/** Somebody whom anybody who has the link may sign in as. */
interface SampleSubject {
  readonly subject: string;
  readonly name: string;
  /** What the ID token says of them. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface EmbeddedProviderOptions {
  /** Scheme, host and port that browsers use. */
  readonly origin: string;
  /** What its addresses begin with, and where a browser goes on to once it was let in. */
  readonly prefix: string;
  readonly signIn: string;
  readonly redirectUri: string;
  readonly subjects: readonly SampleSubject[];
  /** Over the list of them. */
  readonly title: PageTitle;
  /** Claims of the subjects, and the level of assurance that a sign-in has, if any. */
  readonly claims: readonly string[];
  readonly assurance?: string;
  /** Of the data folder. */
  readonly keys: string;
  /** Name and attributes of the cookie that shows that a browser came by the printed link. */
  readonly cookie: { readonly name: string; header(value: string): string };
}

export interface EmbeddedProvider {
  readonly issuer: string;
  readonly client: string;
  /** The link that lets a browser in, once; whoever reads the data folder or the terminal has it. */
  readonly link: string;
  readonly middleware: Koa.Middleware;
}

/** Seconds that what it remembers lasts. */
const TTL = {
  AccessToken: 600,
  AuthorizationCode: 60,
  DeviceCode: 600,
  Grant: 43_200,
  IdToken: 600,
  Interaction: 3_600,
  Session: 43_200,
};

const CLIENT = 'certbridge';
/** What programs call, not browsers. */
const BACK_CHANNEL = ['/token', '/jwks', '/device/auth', '/.well-known/openid-configuration'];

/**
 * An OpenID provider of sample people or residents, in this very process. Loopback can be a proxy's or a tunnel's end, so a
 * browser must also have come by the link with the data folder's secret.
 */
export async function openEmbeddedProvider(options: EmbeddedProviderOptions): Promise<EmbeddedProvider> {
  const { origin, prefix, signIn, keys, cookie } = options;
  const issuer = `${origin}${prefix}`;
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const secret = await kept(join(keys, 'sign-in-link'), () => randomBytes(24).toString('base64url'));
  const jwk = JSON.parse(
    await kept(join(keys, `embedded-provider${prefix.replaceAll('/', '-')}.json`), newKey),
  ) as JWK;
  const provider = new Provider(issuer, configuration(options, jwk));
  const isSecret = (value: string | undefined): boolean =>
    value?.length === secret.length && timingSafeEqual(Buffer.from(value), Buffer.from(secret));
  const callback = provider.callback();

  const middleware: Koa.Middleware = async (ctx, next) => {
    if (ctx.path !== prefix && !ctx.path.startsWith(`${prefix}/`)) {
      await next();
      return;
    }
    // A page under "no-referrer" posts its form with "Origin: null" (Fetch, append a request Origin header).
    ctx.set('Referrer-Policy', 'same-origin');
    const path = ctx.path.slice(prefix.length);
    if (path === '/enter') {
      if (!isSecret(new URLSearchParams(ctx.querystring).get('key') ?? undefined)) {
        refuse(ctx);
        return;
      }
      ctx.set({ 'Set-Cookie': cookie.header(secret), 'Referrer-Policy': 'no-referrer' });
      ctx.redirect(signIn);
      return;
    }
    if (!BACK_CHANNEL.includes(path)) {
      const isForeign = ctx.method === 'POST' && ctx.get('Origin') !== origin;
      if (isForeign || !isSecret(ctx.cookies.get(cookie.name))) {
        refuse(ctx);
        return;
      }
    }
    if (path.startsWith('/people/')) {
      await choose(ctx, provider, options);
      return;
    }
    // oidc-provider adds the hash of its script to a script-src: it posts the code of the link's address by one.
    ctx.set('Content-Security-Policy', `${pagePolicy}; script-src`);
    // oidc-provider finds its own address by what the request was before the prefix was taken off.
    const { req } = ctx as unknown as { req: { url: string; originalUrl?: string } };
    req.originalUrl = req.url;
    req.url = req.url.slice(prefix.length);
    ctx.respond = false;
    await callback(ctx.req, ctx.res);
  };
  return { issuer, client: CLIENT, link: `${issuer}/enter?key=${secret}`, middleware };
}

function refuse(ctx: Koa.Context): void {
  ctx.status = 403;
  ctx.type = 'html';
  ctx.set('Content-Security-Policy', pagePolicy);
  ctx.body = page(
    { zh: '请用启动时显示的链接打开', en: 'Open the link that the start printed' },
    '<p>此浏览器尚未获准使用样例人员。<span lang="en">This browser may not use the sample people yet.</span></p>',
  );
}

/** The page of sample people, and what was chosen on it. */
async function choose(
  ctx: Koa.Context,
  provider: Provider,
  { prefix, title, subjects, assurance }: EmbeddedProviderOptions,
): Promise<void> {
  ctx.set({ 'Content-Security-Policy': pagePolicy, 'Cache-Control': 'no-store' });
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.method !== 'POST') {
    ctx.type = 'html';
    ctx.body = peoplePage(title, `${prefix}/people/${details.uid}`, subjects);
    return;
  }
  const chosen = new URLSearchParams(await text(ctx.req)).get('subject') ?? '';
  const found = subjects.find(({ subject }) => subject === chosen);
  if (!found) {
    refuse(ctx);
    return;
  }
  ctx.respond = false;
  await provider.interactionFinished(ctx.req, ctx.res, {
    login: { accountId: found.subject, ...(assurance !== undefined && { acr: assurance }) },
  });
}

/** Far more than the form has. */
const LARGEST_FORM = 4_000;

async function text(request: AsyncIterable<Buffer>): Promise<string> {
  let all = '';
  for await (const part of request) {
    all += part.toString('utf8');
    if (all.length > LARGEST_FORM) return '';
  }
  return all;
}

function configuration(options: EmbeddedProviderOptions, jwk: JWK): Configuration {
  const { prefix, redirectUri, subjects, claims, assurance } = options;
  const mark = prefix.replace('/', '_');
  const device = 'urn:ietf:params:oauth:grant-type:device_code';
  return {
    adapter: memoryAdapter(),
    ttl: TTL,
    clients: [
      {
        client_id: CLIENT,
        client_name: 'CertBridge 证桥',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code', device],
        id_token_signed_response_alg: 'ES256',
        // So that every ID token says when its person signed in.
        require_auth_time: true,
      },
    ],
    jwks: { keys: [jwk] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      // Two providers are at one host: each has cookies of its own.
      names: { session: `${mark}_session`, interaction: `${mark}_interaction`, resume: `${mark}_resume` },
    },
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: [...claims] },
    // All claims stand in the ID token: there is nothing else to fetch them with.
    conformIdTokenClaims: false,
    ...(assurance !== undefined && { acrValues: [assurance] }),
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (ctx, form, _out, error) => {
          const wrong = error
            ? '<p><strong>代码不对，请再输一次。 That code is wrong: try again.</strong></p>'
            : '';
          show(
            ctx,
            { zh: '输入终端上显示的代码', en: 'Enter the code that the terminal shows' },
            wrong + form + button(form, '继续 Continue'),
          );
        },
        userCodeConfirmSource: (ctx, form, _client, _device, code) => {
          const shown = `<p>终端上显示的是这个代码吗？ Is this the code on your terminal?</p><p><strong>${code}</strong></p>`;
          show(
            ctx,
            { zh: '确认登录', en: 'Confirm the sign-in' },
            shown + form + button(form, '是，登录 Yes, sign in'),
          );
        },
        successSource: (ctx) =>
          show(ctx, { zh: '已登录', en: 'Signed in' }, '<p>可以关闭本页。 You may close this page.</p>'),
      },
    },
    interactions: { url: (_ctx, interaction) => `${prefix}/people/${interaction.uid}` },
    findAccount: (_ctx, id) => {
      const found = subjects.find(({ subject }) => subject === id);
      return found && { accountId: id, claims: () => ({ sub: id, ...found.claims }) };
    },
    // The only client is this service itself: there is nobody to ask for consent about.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  };
}

/** Submits the form that oidc-provider wrote, which has no button. */
function button(form: string, label: string): string {
  const id = /id="([\w.]+)"/.exec(form)?.[1] ?? '';
  return `<button type="submit" form="${id}">${label}</button>`;
}

function show(ctx: KoaContextWithOIDC, title: PageTitle, body: string): void {
  ctx.type = 'html';
  ctx.body = page(title, body);
}

async function newKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' });
}

/** What a file of the data folder holds (0600), made when it is not there. */
async function kept(file: string, make: () => string | Promise<string>): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (known !== undefined) return known;
  const made = await make();
  await writeFileAtomically(file, made, 0o600);
  return made;
}
