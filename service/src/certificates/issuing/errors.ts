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

/** The holder's data was deleted; hashes and certId are all that is left. */
export class HolderForgotten extends Problem {
  constructor() {
    super('gone', 'HOLDER_FORGOTTEN', 'The holder’s data was deleted.');
  }
}

/** It is looked for by a number that nobody can have. */
export class HolderNumberUnusable extends Problem {
  /** @param character like `U+200B`, which cannot be seen; it identifies nobody */
  constructor(character: string) {
    super(
      'unprocessable',
      'HOLDER_NUMBER_UNUSABLE',
      `The number holds the character ${character}, which no number has: type it anew.`,
      { details: { character } },
    );
  }
}

export class TypeNotAllowed extends Problem {
  constructor(type: string) {
    super('forbidden', 'TYPE_NOT_ALLOWED', `This issuer does not issue ${type}.`);
  }
}

/** Where a key has signed nothing that is still current. */
export class NothingToReissue extends Problem {
  constructor(kid: string) {
    super(
      'conflict',
      'NOTHING_TO_REISSUE',
      `The key ${kid} has signed no certificate of this type that is current and has not ended.`,
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
  constructor(readonly problems: readonly FieldProblem[]) {
    super('unprocessable', 'APPLICATION_INVALID', 'The application is wrong; its problems name the fields.', {
      details: { problems },
    });
  }
}

export class BatchNotWaiting extends Problem {
  constructor() {
    super('conflict', 'NOT_WAITING_FOR_APPROVAL', 'This does not wait for approval.');
  }
}

/** The batch is in a state in which this is not done. */
export class BatchStateWrong extends Problem {
  constructor(state: string, needed: readonly string[]) {
    super('conflict', 'BATCH_STATE', `This batch is ${state}; for this it must be ${needed.join(' or ')}.`, {
      details: { state, needed },
    });
  }
}

/** A batch with wrong rows cannot be submitted as it is. */
export class BatchIncomplete extends Problem {
  constructor() {
    super(
      'conflict',
      'BATCH_INCOMPLETE',
      'This batch has no row that could be issued, or wrong rows although all of it is to be issued: mend them first.',
    );
  }
}

/** What is to be issued is not what was submitted. */
export class BatchChanged extends Problem {
  constructor() {
    super(
      'internal',
      'BATCH_CHANGED',
      'The rows of this batch are not those that were submitted: withdraw it and send the file again.',
    );
  }
}

export class RowUnknown extends Problem {
  constructor() {
    super('not-found', 'ROW_UNKNOWN', 'This batch has no such row.');
  }
}

/** A file is kept only while it has wrong rows, and for 30 days. */
export class UploadGone extends Problem {
  constructor() {
    super('gone', 'UPLOAD_GONE', 'The file of this batch is not kept any more: mend the original.');
  }
}
