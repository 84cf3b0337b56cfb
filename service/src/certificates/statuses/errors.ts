import type { ChangeState } from '@certbridge/verifier-sdk/formats';
import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

export type ChangeRefusal =
  | 'STATE_FINAL'
  | 'STATE_TRANSITION'
  | 'NOTHING_PENDING'
  | 'SUCCESSOR_WRONG'
  | 'CHANGE_ALREADY_PROPOSED'
  | 'CHANGE_NOT_PROPOSED';

const sentences: Record<ChangeRefusal, Words> = {
  STATE_FINAL: {
    zh: '这份证照已经终止，不能再变更。',
    en: 'The certificate’s state is final.',
  },
  STATE_TRANSITION: {
    zh: '证照现在的状态不允许这样变更：请刷新后再看。',
    en: 'The certificate’s state does not allow this change.',
  },
  NOTHING_PENDING: {
    zh: '这份证照没有等待生效的替换，无可撤回。',
    en: 'No replacement of the certificate waits for its day: there is nothing to withdraw.',
  },
  SUCCESSOR_WRONG: {
    zh: '转移须写明接续的证照，它属于另一颁发机构；其他变更不写。',
    en: 'A transfer names a successor, another issuer’s certificate; no other change does.',
  },
  CHANGE_ALREADY_PROPOSED: {
    zh: '这份证照已有一项变更等待审核：请先由审核人员处理。',
    en: 'Another change of this certificate waits for approval.',
  },
  CHANGE_NOT_PROPOSED: {
    zh: '没有这项等待审核的变更，或已经处理过了：请刷新后再看。',
    en: 'No such change waits for approval.',
  },
};

/** A status change that cannot be made. */
export class StatusChangeRefused extends Problem {
  constructor(code: ChangeRefusal, state?: string, to?: ChangeState) {
    super('conflict', code, sentences[code], state === undefined ? {} : { details: { state, to } });
  }
}

export class CertificateUnknown extends Problem {
  constructor() {
    super('not-found', 'CERTIFICATE_UNKNOWN', {
      zh: '本机构没有这份证照：请核对标识或号码。',
      en: 'This issuer has no such certificate: compare the identifier.',
    });
  }
}
