import { Problem } from '../problems/index.js';

/** Not signed in, or with something that this service does not accept. */
export class NotAuthenticated extends Problem {
  constructor(message: string, cause?: unknown) {
    super('unauthenticated', 'TOKEN_REFUSED', message, { cause });
  }
}

/** Step-up (RFC 9470): known, but this wants a fresh sign-in. */
export class StepUpNeeded extends Problem {
  /** @param freshFor milliseconds */
  constructor(freshFor: number) {
    const seconds = Math.floor(freshFor / 1000);
    super(
      'unauthenticated',
      'STEP_UP_NEEDED',
      `This needs a sign-in of the last ${seconds} seconds: sign in again, then repeat it.`,
      { details: { maxAge: seconds } },
    );
  }
}

/** Known, but what is allowed does not reach this far. */
export class NotAllowed extends Problem {
  constructor(message: string) {
    super('forbidden', 'NOT_ALLOWED', message);
  }
}

/** A look at personal data beyond one's task: the reason is asked for, and kept. */
export class PurposeNeeded extends Problem {
  constructor() {
    super(
      'invalid',
      'PURPOSE_NEEDED',
      'Say why you look at this: the header CertBridge-Purpose, percent-encoded; it is kept in the audit.',
    );
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

/** Somebody wrote into the database, past this service. */
export class SubmitterUnproved extends Problem {
  constructor() {
    super(
      'conflict',
      'SUBMITTER_UNPROVED',
      'What waits here, or who asked for it, is not what this service wrote down: reject it, and ask for it anew.',
    );
  }
}
