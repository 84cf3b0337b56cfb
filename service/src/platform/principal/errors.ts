import { Problem } from '../problems/index.js';
import type { Words } from '../problems/index.js';

/** Not signed in, or with something that this service does not accept. */
export class NotAuthenticated extends Problem {
  constructor(words: Words, cause?: unknown) {
    super('unauthenticated', 'TOKEN_REFUSED', words, { cause });
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
      {
        zh: `这一步需要 ${seconds} 秒之内的登录：请重新登录确认本人，再做一次。`,
        en: `This needs a sign-in of the last ${seconds} seconds: sign in again, then repeat it.`,
      },
      { details: { maxAge: seconds } },
    );
  }
}

/** Known, but what is allowed does not reach this far. */
export class NotAllowed extends Problem {
  constructor(words: Words) {
    super('forbidden', 'NOT_ALLOWED', words);
  }
}

/** A look at personal data beyond one's task: the reason is asked for, and kept. */
export class PurposeNeeded extends Problem {
  constructor() {
    super('invalid', 'PURPOSE_NEEDED', {
      zh: '请写明查看的用途：放在标头 CertBridge-Purpose（百分号编码），记入审计。',
      en: 'Say why you look at this: the header CertBridge-Purpose, percent-encoded; it is kept in the audit.',
    });
  }
}

/** Four eyes: whoever asked for something does not approve it. */
export class SubmitterMayNotApprove extends Problem {
  constructor() {
    super('forbidden', 'APPROVER_IS_SUBMITTER', {
      zh: '提交人不能审核自己提交的内容：请由另一位审核人员处理。',
      en: 'Whoever submitted this may not approve it: ask a colleague.',
    });
  }
}

/** Somebody wrote into the database, past this service. */
export class SubmitterUnproved extends Problem {
  constructor() {
    super('conflict', 'SUBMITTER_UNPROVED', {
      zh: '待审核的内容或提交人与系统所记不符，不能审核通过：请驳回后重新提交，并告知管理员。',
      en: 'What waits here, or who asked for it, is not what this service wrote down: reject it, and ask for it anew.',
    });
  }
}
