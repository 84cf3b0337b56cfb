import * as client from 'openid-client';
import type { SignInSettings } from '../../platform/settings/index.js';
import type { CheckedToken } from './tokens.js';
import { ProviderUnavailable, SignInFailed } from './errors.js';

/** What a browser must bring back for its sign-in to count. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
}

export interface ProviderOptions extends SignInSettings {
  /** Where the provider sends browsers back to. */
  readonly redirectUri: string;
  /** As what its accounts stand in the database; the issuer unless set. */
  readonly accountIssuer?: string;
  /** The setting that names the issuer, for whoever has to mend it. */
  readonly setting: 'CERTBRIDGE_SIGN_IN_ISSUER' | 'CERTBRIDGE_RESIDENTS_ISSUER';
  /** Levels of assurance to ask for (OpenID Connect Core 1.0 §3.1.2.1); whether one was reached is for others to check. */
  readonly assurance?: readonly string[];
  /** The provider is on this machine, without TLS. */
  readonly isLocal: boolean;
}

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | undefined;
  /** Seconds. */
  readonly expiresIn: number;
  readonly interval: number;
}

const SCOPE = 'openid profile';

/** The OpenID provider where people sign in, as its client. */
export class Provider {
  readonly #options: ProviderOptions;
  #configuration: Promise<client.Configuration> | undefined;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /**
   * The address to send the browser to.
   * @param fresh whether the person must prove anew who they are
   * @throws ProviderUnavailable
   */
  async begin(fresh: boolean): Promise<{ readonly url: URL; readonly attempt: SignInAttempt }> {
    const configuration = await this.#configured();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#options.redirectUri,
      scope: SCOPE,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ...(this.#options.assurance && { acr_values: this.#options.assurance.join(' ') }),
      ...(fresh && { prompt: 'login', max_age: '0' }),
    });
    return { url, attempt };
  }

  /** Who came back. @throws SignInFailed, ProviderUnavailable */
  async finish(query: string, { state, nonce, verifier }: SignInAttempt): Promise<CheckedToken> {
    const configuration = await this.#configured();
    const url = new URL(this.#options.redirectUri);
    url.search = query;
    try {
      const tokens = await client.authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return this.#identityOf(tokens);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Begins a sign-in on another device (RFC 8628 §3.1). @throws ProviderUnavailable */
  async beginOnDevice(): Promise<DeviceAuthorization> {
    const configuration = await this.#configured();
    try {
      const begun = await client.initiateDeviceAuthorization(configuration, { scope: SCOPE });
      return {
        deviceCode: begun.device_code,
        userCode: begun.user_code,
        verificationUri: begun.verification_uri,
        verificationUriComplete: begun.verification_uri_complete,
        expiresIn: begun.expires_in,
        interval: begun.interval ?? 5,
      };
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /**
   * Asks once whether that sign-in is done (RFC 8628 §3.4).
   * @returns who signed in, or the error code of §3.5 or RFC 6749 §5.2
   * @throws ProviderUnavailable
   */
  async pollDevice(deviceCode: string): Promise<CheckedToken | { readonly error: string }> {
    const configuration = await this.#configured();
    try {
      const grant = 'urn:ietf:params:oauth:grant-type:device_code';
      return this.#identityOf(
        await client.genericGrantRequest(configuration, grant, { device_code: deviceCode, scope: SCOPE }),
      );
    } catch (error) {
      if (error instanceof client.ResponseBodyError) return { error: error.error };
      throw this.#failure(error);
    }
  }

  #identityOf(tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers): CheckedToken {
    const claims = tokens.claims();
    if (!claims)
      throw new SignInFailed({ zh: '登录服务没有给出 ID 令牌', en: 'the provider gave no ID token' });
    const { issuer, accountIssuer } = this.#options;
    const authTime = typeof claims['auth_time'] === 'number' ? claims['auth_time'] : undefined;
    return {
      identity: { issuer: accountIssuer ?? issuer, subject: claims.sub, claims },
      // A provider that does not say when the person signed in may have let in one of long ago.
      authenticatedAt: authTime === undefined ? undefined : new Date(authTime * 1000),
    };
  }

  /** The provider's own description, read when it is first needed: it may be up later than we are. */
  #configured(): Promise<client.Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = undefined;
      throw new ProviderUnavailable(this.#options.setting, error);
    });
    return this.#configuration;
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, client: id, secret, isLocal } = this.#options;
    const authentication = secret === undefined ? client.None() : client.ClientSecretBasic(secret);
    // Over TLS only, unless nothing leaves this machine: it is marked so that nobody uses it for more.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const execute = isLocal ? [client.allowInsecureRequests] : [];
    return client.discovery(new URL(issuer), id, undefined, authentication, { execute, timeout: 10 });
  }

  /** Names what went wrong by its code alone: what a provider writes may name the person. */
  #failure(error: unknown): Error {
    if (error instanceof SignInFailed) return error;
    if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
      const code = error.error.replace(/[^a-z_]/g, '');
      return new SignInFailed({ zh: `登录服务答复 ${code}`, en: `the provider answered ${code}` }, error);
    }
    const { code } = error as { code?: unknown };
    const isAway =
      (typeof code === 'string' && /^OAUTH_(TIMEOUT|ABORT|RESPONSE_IS_NOT)/.test(code)) ||
      (error instanceof TypeError && error.message === 'fetch failed');
    if (isAway) return new ProviderUnavailable(this.#options.setting, error);
    return new SignInFailed(
      {
        zh: '返回的内容不属于这个浏览器发起的登录',
        en: 'what came back does not belong to a sign-in of this browser',
      },
      error,
    );
  }
}
