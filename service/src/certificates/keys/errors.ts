import { Problem } from '../../platform/problems/index.js';

export class KeyChangeUnknown extends Problem {
  constructor() {
    super('not-found', 'KEY_CHANGE_UNKNOWN', 'The issuer has no such change of its keys.');
  }
}

export class KeyChangeDecided extends Problem {
  constructor() {
    super('conflict', 'KEY_CHANGE_DECIDED', 'This change was decided already: propose a new one.');
  }
}

export class KeyNotIssuers extends Problem {
  constructor(kid: string) {
    super(
      'not-found',
      'KEY_UNKNOWN',
      `The issuer has no key ${kid} here: "certbridge key list" shows those it has.`,
    );
  }
}

/** Why a key cannot take over. */
export class KeyNotReady extends Problem {
  constructor(code: 'KEY_REVOKED' | 'KEY_NOT_CERTIFIED' | 'KEY_OTHER_USE', kid: string) {
    super('conflict', code, `The key ${kid} cannot take over: it ${reasons[code]}.`);
  }
}

const reasons = {
  KEY_REVOKED: 'is revoked',
  KEY_NOT_CERTIFIED: 'has no certificate yet; import the authority’s answer first',
  KEY_OTHER_USE: 'has another use, and keeps it for ever',
} as const;

/** The department's own authority certifies its keys: this service cannot. */
export class CertificateNeeded extends Problem {
  constructor() {
    super(
      'conflict',
      'KEY_CERTIFICATE_NEEDED',
      'The key in use is certified by the department’s own authority, so the next one must be too: "certbridge key request", then "certbridge key import", then rotate to it.',
    );
  }
}

/** Somebody wrote into the database, past this service. */
export class KeyChangeUnproved extends Problem {
  constructor() {
    super(
      'conflict',
      'KEY_CHANGE_UNPROVED',
      'This change of keys is not what this service wrote down as decided: it is not carried out.',
    );
  }
}
