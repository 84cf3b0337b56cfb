import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

export class PersonUnknown extends Problem {
  constructor() {
    super('not-found', 'PERSON_UNKNOWN', {
      zh: '没有这个人：“GET /api/v1/people”列出现有人员。',
      en: 'There is no such person: "GET /api/v1/people" lists them.',
    });
  }
}

export class AccessChangeUnknown extends Problem {
  constructor() {
    super('not-found', 'ACCESS_CHANGE_UNKNOWN', {
      zh: '没有这项权限变更：“GET /api/v1/access-changes”列出等待处理的。',
      en: 'There is no such change of access: "GET /api/v1/access-changes" lists those that wait.',
    });
  }
}

export class AccessChangeDecided extends Problem {
  constructor() {
    super('conflict', 'ACCESS_CHANGE_DECIDED', {
      zh: '这项权限变更已经处理过了：需要时请重新提出。',
      en: 'This change of access was decided already: propose a new one.',
    });
  }
}

/** Nobody raises their own scope, alone or with a colleague's help. */
export class OwnAccess extends Problem {
  constructor() {
    super('forbidden', 'OWN_ACCESS', {
      zh: '不能提出或审核对本人权限的变更：请另外两位管理员办理。',
      en: 'Nobody proposes or approves a change of their own access: ask two other administrators.',
    });
  }
}

/** What is granted must lie within the grantor's own scope. */
export class BeyondOwnScope extends Problem {
  constructor(what: Words) {
    super('forbidden', 'BEYOND_OWN_SCOPE', {
      zh: `这会授予您本人没有的${what.zh}：请有此权限的管理员办理。`,
      en: `This grants ${what.en}, which your own access does not cover: ask an administrator whose does.`,
    });
  }
}
