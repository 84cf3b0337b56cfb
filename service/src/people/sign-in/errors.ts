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
  /** @param setting the one that names the provider's issuer */
  constructor(setting: string, cause: unknown) {
    super(
      'unavailable',
      'SIGN_IN_UNAVAILABLE',
      `The sign-in service cannot be reached now; try again shortly. Administrators: see ${setting}.`,
      { cause },
    );
  }
}

/** A sign-in that was not begun in this browser, took too long, or that the provider refused. */
export class SignInFailed extends Problem {
  constructor(why: string, cause?: unknown) {
    super('invalid', 'SIGN_IN_FAILED', `The sign-in failed: ${why}. Begin again.`, { cause });
  }
}

/** The residents' provider knows this resident less surely than the service asks for. */
export class AssuranceTooLow extends Problem {
  constructor() {
    super(
      'forbidden',
      'ASSURANCE_TOO_LOW',
      'The provider does not know you surely enough for this: sign in there by a stronger way. ' +
        'Administrators: see CERTBRIDGE_RESIDENTS_ASSURANCE.',
    );
  }
}

/** What the residents' provider must say of everybody is missing or wrong. */
export class ResidentClaimUnusable extends Problem {
  /** @param setting the one that names the claim */
  constructor(claim: string, setting: string) {
    super(
      'forbidden',
      'RESIDENT_CLAIM_UNUSABLE',
      `The provider's claim ${claim} is missing, or not what it should be. Administrators: see ${setting}.`,
    );
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
