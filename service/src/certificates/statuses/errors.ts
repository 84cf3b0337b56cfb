import type { ChangeState } from '@certbridge/verifier-sdk/formats';
import { Problem } from '../../platform/problems/index.js';

export type ChangeRefusal =
  | 'STATE_FINAL'
  | 'STATE_TRANSITION'
  | 'NOTHING_PENDING'
  | 'SUCCESSOR_WRONG'
  | 'CHANGE_ALREADY_PROPOSED'
  | 'CHANGE_NOT_PROPOSED';

const sentences: Record<ChangeRefusal, string> = {
  STATE_FINAL: 'The certificate’s state is final.',
  STATE_TRANSITION: 'The certificate’s state does not allow this change.',
  NOTHING_PENDING: 'No replacement of the certificate waits for its day: there is nothing to withdraw.',
  SUCCESSOR_WRONG: 'A transfer names a successor, another issuer’s certificate; no other change does.',
  CHANGE_ALREADY_PROPOSED: 'Another change of this certificate waits for approval.',
  CHANGE_NOT_PROPOSED: 'No such change waits for approval.',
};

/** A status change that cannot be made. */
export class StatusChangeRefused extends Problem {
  constructor(code: ChangeRefusal, state?: string, to?: ChangeState) {
    super('conflict', code, sentences[code], state === undefined ? {} : { details: { state, to } });
  }
}

export class CertificateUnknown extends Problem {
  constructor() {
    super('not-found', 'CERTIFICATE_UNKNOWN', 'This issuer has no such certificate.');
  }
}
