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

/** Four eyes: whoever asked for something does not approve it. */
export class SubmitterMayNotApprove extends Problem {
  constructor() {
    super(
      'forbidden',
      'APPROVER_IS_SUBMITTER',
      'Whoever submitted this may not approve it: ask a colleague.',
    );
  }
}
