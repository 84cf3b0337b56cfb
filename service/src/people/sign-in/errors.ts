import { Problem } from '../../platform/problems/index.js';

/** The issuer's keys cannot be fetched now. */
export class TokenKeysUnavailable extends Problem {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'TOKEN_KEYS_UNAVAILABLE',
      "The token issuer's keys cannot be read now; try again shortly.",
      { cause },
    );
  }
}

/** The OpenID provider does not answer, or not as one. */
export class ProviderUnavailable extends Problem {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'SIGN_IN_UNAVAILABLE',
      'The sign-in service cannot be reached now; try again shortly. Administrators: see CERTBRIDGE_SIGN_IN_ISSUER.',
      { cause },
    );
  }
}

/** A sign-in that was not begun in this browser, took too long, or that the provider refused. */
export class SignInFailed extends Problem {
  constructor(why: string, cause?: unknown) {
    super('invalid', 'SIGN_IN_FAILED', `The sign-in failed: ${why}. Begin again at /auth/sign-in.`, {
      cause,
    });
  }
}

/** A change that another site's page sent with this browser's cookie. */
export class OriginRefused extends Problem {
  constructor(expected: string) {
    super(
      'forbidden',
      'ORIGIN_REFUSED',
      `A change in a browser's session must come from ${expected}: its Origin says otherwise, or is missing.`,
    );
  }
}
