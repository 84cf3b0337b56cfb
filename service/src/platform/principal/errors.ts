import { Problem } from '../problems/index.js';

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
