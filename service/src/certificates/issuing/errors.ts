import { Problem } from '../../platform/problems/index.js';
import type { IntakeRow } from '../intake/index.js';
import type { FieldProblem } from '../types/index.js';

export class BatchUnknown extends Problem {
  constructor() {
    super('not-found', 'BATCH_UNKNOWN', {
      zh: '本机构没有这一批：请核对批次编号。',
      en: 'This issuer has no such batch: compare its id.',
    });
  }
}

/** The upload did not finish, as far as others could see; sent again, it is taken. */
export class UploadCutOff extends Problem {
  constructor() {
    super('unavailable', 'UPLOAD_CUT_OFF', {
      zh: '上传中断：请再传一次。',
      en: 'The upload was cut off; send it again.',
    });
  }
}

/** The holder's data was deleted; hashes and certId are all that is left. */
export class HolderForgotten extends Problem {
  constructor() {
    super('gone', 'HOLDER_FORGOTTEN', {
      zh: '该持证主体的资料已依法删除，内容不能再显示。',
      en: 'The holder’s data was deleted.',
    });
  }
}

/** For lists of what is left. @throws the error, unless it is HolderForgotten */
export function unlessForgotten(error: unknown): undefined {
  if (!(error instanceof HolderForgotten)) throw error;
}

/** A file with a row of theirs is on its way in: what is erased now would be stored again. */
export class HolderBusy extends Problem {
  constructor() {
    super('conflict', 'HOLDER_BUSY', {
      zh: '有一批正在上传或刚刚送到的文件包含该持证主体：请在上传结束后再删除。',
      en: 'A file that is being received, or came in just now, has a row of this holder: delete them once it is in.',
    });
  }
}

/** It is looked for by a number that nobody can have. */
export class HolderNumberUnusable extends Problem {
  /** @param character like `U+200B`, which cannot be seen; it identifies nobody */
  constructor(character: string) {
    super(
      'unprocessable',
      'HOLDER_NUMBER_UNUSABLE',
      {
        zh: `号码中有不能使用的字符 ${character}：请重新输入。`,
        en: `The number holds the character ${character}, which no number has: type it anew.`,
      },
      { details: { character } },
    );
  }
}

export class TypeNotAllowed extends Problem {
  constructor(type: string) {
    super('forbidden', 'TYPE_NOT_ALLOWED', {
      zh: `该颁发机构不签发这种证照（${type}）：请核对证照类型，或请管理员开通。`,
      en: `This issuer does not issue ${type}: compare the type, or ask an administrator to add it.`,
    });
  }
}

/** Where a key has signed nothing that is still current. */
export class NothingToReissue extends Problem {
  constructor(kid: string) {
    super('conflict', 'NOTHING_TO_REISSUE', {
      zh: `密钥 ${kid} 没有签过这种类型的现行证照，无需换发。`,
      en: `The key ${kid} has signed no certificate of this type that is current and has not ended.`,
    });
  }
}

export class NotCopyable extends Problem {
  constructor() {
    super('conflict', 'NOT_COPYABLE', {
      zh: '只有今天有效的证照可以制作加注件，加注件本身不能再加注：请查看它的状态和起止日期。',
      en: 'Only a certificate that is valid today has copies, and a copy has none: look at its state and its days.',
    });
  }
}

/** One application is wrong; `details.problems` names each field. */
export class ApplicationInvalid extends Problem {
  constructor(readonly problems: readonly FieldProblem[]) {
    super(
      'unprocessable',
      'APPLICATION_INVALID',
      { zh: '有内容需要修改，见下列各项。', en: 'The application is wrong; its problems name the fields.' },
      { details: { problems } },
    );
  }
}

export class BatchNotWaiting extends Problem {
  constructor() {
    super('conflict', 'NOT_WAITING_FOR_APPROVAL', {
      zh: '这一批不在等待审核：请刷新后再看。',
      en: 'This does not wait for approval.',
    });
  }
}

/** A batch with wrong rows cannot be submitted as it is. */
export class BatchIncomplete extends Problem {
  constructor() {
    super('conflict', 'BATCH_INCOMPLETE', {
      zh: '没有可签发的行，或要求全部无误而仍有错误行：请先修改。',
      en: 'This batch has no row that could be issued, or wrong rows although all of it is to be issued: mend them first.',
    });
  }
}

/** Rows that were right when they were checked name an authority that the issuer may not show any more. */
export class RowsOutdated extends Problem {
  constructor(rows: readonly IntakeRow[]) {
    super(
      'conflict',
      'ROWS_OUTDATED',
      {
        zh: `检查之后，颁发机构的名称或可用的签发机关有变更，有 ${rows.length} 行须先修改，见下列各行。`,
        en: `The issuer’s name, or the authorities that it may name, changed since the rows were checked: mend the ${rows.length} named below first.`,
      },
      {
        details: {
          problems: rows
            .slice(0, 100)
            .flatMap(({ line, problems }) =>
              problems.map(({ field, code, message, remedy }) => ({ line, field, code, message, remedy })),
            ),
        },
      },
    );
  }
}

/** What was submitted names the issuer as it is not called any more: only who submitted may change it. */
export class SubmissionOutdated extends Problem {
  constructor() {
    super('conflict', 'SUBMISSION_OUTDATED', {
      zh: '提交之后，颁发机构的名称或可用的签发机关有变更：请退回，由经办人员重新提交。',
      en: 'The issuer’s name, or the authorities that it may name, changed since this was submitted: return it, and the operator submits it again.',
    });
  }
}

/** What is to be issued is not what was submitted. */
export class BatchChanged extends Problem {
  constructor() {
    super('internal', 'BATCH_CHANGED', {
      zh: '内容与提交时不一致，已拒绝签发：请撤回这一批，重新上传。',
      en: 'The rows of this batch are not those that were submitted: withdraw it and send the file again.',
    });
  }
}

export class RowUnknown extends Problem {
  constructor() {
    super('not-found', 'ROW_UNKNOWN', {
      zh: '这一批没有这一行。',
      en: 'This batch has no such row.',
    });
  }
}

/** A copy shows what the original says: there is nothing of its own to mend but purpose, user and last day. */
export class CopyNotMendable extends Problem {
  constructor() {
    super('conflict', 'COPY_NOT_MENDABLE', {
      zh: '加注件的内容来自原件，不能修改：请撤回这一批，从原件重新制作加注件。',
      en: 'A copy says what its original says and is not mended: withdraw this batch, and make the copy again from the original.',
    });
  }
}

/** A file is kept only while it has wrong rows, and for 30 days. */
export class UploadGone extends Problem {
  constructor() {
    super('gone', 'UPLOAD_GONE', {
      zh: '原文件已过保存期：请修改原件后重新上传。',
      en: 'The file of this batch is not kept any more: mend the original.',
    });
  }
}
