import { Problem } from '../../platform/problems/index.js';

/** Also where it is somebody else's: who asks is not told that it exists. */
export class OwnCertificateUnknown extends Problem {
  constructor() {
    super('not-found', 'OWN_CERTIFICATE_UNKNOWN', {
      zh: '您名下没有这份证照：请刷新后再看。',
      en: 'You hold no such certificate here: reload and look again.',
    });
  }
}

/** So that nobody fills the department's list. */
export class TooManyCorrections extends Problem {
  constructor(most: number) {
    super(
      'conflict',
      'TOO_MANY_CORRECTIONS',
      {
        zh: `一份证照最多有 ${most} 项更正申请在等待答复：请等发证机关答复。`,
        en: `A certificate has ${most} corrections at most that wait for an answer: wait for the department's.`,
      },
      { details: { most } },
    );
  }
}

export class CorrectionUnknown extends Problem {
  constructor() {
    super('not-found', 'CORRECTION_UNKNOWN', {
      zh: '本机构没有这项更正申请，或已经答复。',
      en: 'This issuer has no such correction that waits for an answer.',
    });
  }
}
