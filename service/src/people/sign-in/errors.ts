import { Problem } from '../../platform/problems/index.js';

/** No token, or one that this service does not accept. */
export class NotAuthenticated extends Problem {
  constructor(message: string, cause?: unknown) {
    super('unauthenticated', 'TOKEN_REFUSED', message, { cause });
  }
}

/** The token is good, but what it allows does not reach this far. */
export class NotAllowed extends Problem {
  constructor(message: string) {
    super('forbidden', 'NOT_ALLOWED', message);
  }
}

/** The issuer's keys cannot be fetched now. */
export class TokenKeysUnavailable extends Problem {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'TOKEN_KEYS_UNAVAILABLE',
      "The token issuer's keys cannot be read now; try again shortly.",
      {
        cause,
      },
    );
  }
}
