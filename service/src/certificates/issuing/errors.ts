import { Problem } from '../../platform/problems/index.js';
import type { FieldProblem } from '../types/index.js';

export class BatchUnknown extends Problem {
  constructor() {
    super('not-found', 'BATCH_UNKNOWN', 'This issuer has no such batch.');
  }
}

/** The upload did not finish, as far as others could see; sent again, it is taken. */
export class UploadCutOff extends Problem {
  constructor() {
    super('unavailable', 'UPLOAD_CUT_OFF', 'The upload was cut off; send it again.');
  }
}

export class CertificateUnknown extends Problem {
  constructor() {
    super('not-found', 'CERTIFICATE_UNKNOWN', 'This issuer has no such certificate.');
  }
}

/** The holder's data was deleted; hashes and certId are all that is left. */
export class HolderForgotten extends Problem {
  constructor() {
    super('gone', 'HOLDER_FORGOTTEN', 'The holder’s data was deleted.');
  }
}

export class IdempotencyKeyReused extends Problem {
  constructor() {
    super(
      'conflict',
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another request: use a new one.',
    );
  }
}

export class TypeNotAllowed extends Problem {
  constructor(type: string) {
    super('forbidden', 'TYPE_NOT_ALLOWED', `This issuer does not issue ${type}.`);
  }
}

export class ApprovalRefused extends Problem {
  constructor(code: 'APPROVER_IS_SUBMITTER' | 'NOT_WAITING_FOR_APPROVAL') {
    super(
      code === 'APPROVER_IS_SUBMITTER' ? 'forbidden' : 'conflict',
      code,
      code === 'APPROVER_IS_SUBMITTER'
        ? 'Whoever submitted this may not approve it: ask a colleague.'
        : 'This does not wait for approval.',
    );
  }
}

export class NotCopyable extends Problem {
  constructor() {
    super(
      'conflict',
      'NOT_COPYABLE',
      'Only a certificate that is valid today has copies, and a copy has none: look at its state and its days.',
    );
  }
}

/** One application is wrong; `details.problems` names each field. */
export class ApplicationInvalid extends Problem {
  constructor(problems: readonly FieldProblem[]) {
    super('unprocessable', 'APPLICATION_INVALID', 'The application is wrong; its problems name the fields.', {
      details: { problems },
    });
  }
}
