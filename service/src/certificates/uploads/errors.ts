import { Problem } from '../../platform/problems/index.js';

/** Also where somebody else sends it: nobody goes on with another's. */
export class UploadUnknown extends Problem {
  constructor() {
    super('not-found', 'UPLOAD_UNKNOWN', {
      zh: '没有这个上传，或已过保存期：请从头上传。',
      en: 'There is no such upload of yours, or it was not gone on with in time: begin anew.',
    });
  }
}

/** What is sent does not follow on what is here: another request goes on with the same file, or did. */
export class UploadOffsetWrong extends Problem {
  constructor() {
    super('conflict', 'UPLOAD_OFFSET', {
      zh: '这一段接不上已收到的内容：请先询问已收到多少字节，再从那里继续。',
      en: 'This does not follow on what has arrived: ask how many bytes did (HEAD), and go on from there.',
    });
  }
}

export class UploadIncomplete extends Problem {
  constructor() {
    super('conflict', 'UPLOAD_INCOMPLETE', {
      zh: '文件还没有传完：请传完再检查。',
      en: 'The file has not arrived whole: send the rest first.',
    });
  }
}

export class UploadTooLarge extends Problem {
  /** @param most bytes */
  constructor(most: number) {
    super('too-large', 'UPLOAD_TOO_LARGE', {
      zh: `文件最多 ${most} 字节：请拆分后分批上传。管理员见 CERTBRIDGE_UPLOAD_LIMIT。`,
      en: `A file may have at most ${most} bytes: split it into several. Administrators: see CERTBRIDGE_UPLOAD_LIMIT.`,
    });
  }
}

/** More came than was announced. */
export class UploadTooLong extends Problem {
  constructor() {
    super('invalid', 'UPLOAD_LENGTH', {
      zh: '内容比 Upload-Length 所说的长：请从头上传。',
      en: 'More was sent than Upload-Length announced: begin anew.',
    });
  }
}

/** tus 1.0 §Tus-Resumable. */
export class TusVersionUnknown extends Problem {
  constructor() {
    super('precondition', 'TUS_VERSION', {
      zh: '本服务按 tus 1.0.0 续传：请求头须有 Tus-Resumable: 1.0.0。',
      en: 'Uploads resume by tus 1.0.0: send Tus-Resumable: 1.0.0.',
    });
  }
}
