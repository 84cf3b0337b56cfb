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

export class CorrectionUnknown extends Problem {
  constructor() {
    super('not-found', 'CORRECTION_UNKNOWN', {
      zh: '本机构没有这项更正申请，或已经答复。',
      en: 'This issuer has no such correction that waits for an answer.',
    });
  }
}
