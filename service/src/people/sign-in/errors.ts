import { Problem } from '../../platform/problems/index.js';

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
