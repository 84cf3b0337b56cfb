import { Problem } from '../../platform/problems/index.js';

export class PersonUnknown extends Problem {
  constructor() {
    super('not-found', 'PERSON_UNKNOWN', 'There is no such person: "GET /api/v1/people" lists them.');
  }
}

export class AccessChangeUnknown extends Problem {
  constructor() {
    super(
      'not-found',
      'ACCESS_CHANGE_UNKNOWN',
      'There is no such change of access: "GET /api/v1/access-changes" lists those that wait.',
    );
  }
}

export class AccessChangeDecided extends Problem {
  constructor() {
    super(
      'conflict',
      'ACCESS_CHANGE_DECIDED',
      'This change of access was decided already: propose a new one.',
    );
  }
}

/** Nobody raises their own scope, alone or with a colleague's help. */
export class OwnAccess extends Problem {
  constructor() {
    super(
      'forbidden',
      'OWN_ACCESS',
      'Nobody proposes or approves a change of their own access: ask two other administrators.',
    );
  }
}

/** What is granted must lie within the grantor's own scope. */
export class BeyondOwnScope extends Problem {
  constructor(what: string) {
    super(
      'forbidden',
      'BEYOND_OWN_SCOPE',
      `This grants ${what}, which your own access does not cover: ask an administrator whose does.`,
    );
  }
}

export class QuotaExceeded extends Problem {
  constructor(perMinute: number) {
    super(
      'too-many',
      'QUOTA_EXCEEDED',
      `This system may call ${perMinute} times a minute: wait for the next one. Administrators: see CERTBRIDGE_SYSTEM_QUOTA.`,
    );
  }
}
