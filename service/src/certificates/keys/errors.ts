import { Problem } from '../../platform/problems/index.js';

export class KeyChangeUnknown extends Problem {
  constructor() {
    super('not-found', 'KEY_CHANGE_UNKNOWN', {
      zh: '该颁发机构没有这项密钥变更。',
      en: 'The issuer has no such change of its keys.',
    });
  }
}

export class KeyChangeDecided extends Problem {
  constructor() {
    super('conflict', 'KEY_CHANGE_DECIDED', {
      zh: '这项变更已经处理过了：需要时请重新提出。',
      en: 'This change was decided already: propose a new one.',
    });
  }
}

export class KeyNotIssuers extends Problem {
  constructor(kid: string) {
    super('not-found', 'KEY_UNKNOWN', {
      zh: `该颁发机构在此没有密钥 ${kid}：“certbridge key list”列出现有的。`,
      en: `The issuer has no key ${kid} here: "certbridge key list" shows those it has.`,
    });
  }
}

/** Why a key cannot take over. */
export class KeyNotReady extends Problem {
  constructor(code: 'KEY_REVOKED' | 'KEY_NOT_CERTIFIED' | 'KEY_OTHER_USE', kid: string) {
    super('conflict', code, {
      zh: `密钥 ${kid} 不能接替：${reasons[code].zh}。`,
      en: `The key ${kid} cannot take over: it ${reasons[code].en}.`,
    });
  }
}

const reasons = {
  KEY_REVOKED: { zh: '已吊销', en: 'is revoked' },
  KEY_NOT_CERTIFIED: {
    zh: '还没有证书，请先导入证书机构的答复',
    en: 'has no certificate yet; import the authority’s answer first',
  },
  KEY_OTHER_USE: { zh: '另有用途，用途不能改变', en: 'has another use, and keeps it for ever' },
} as const;

/** The department's own authority certifies its keys: this service cannot. */
export class CertificateNeeded extends Problem {
  constructor() {
    super('conflict', 'KEY_CERTIFICATE_NEEDED', {
      zh: '现用密钥由本部门的证书机构认证，下一把也须如此：先“certbridge key request”，再“certbridge key import”，然后轮换。',
      en: 'The key in use is certified by the department’s own authority, so the next one must be too: "certbridge key request", then "certbridge key import", then rotate to it.',
    });
  }
}

/** Somebody wrote into the database, past this service. */
export class KeyChangeUnproved extends Problem {
  constructor() {
    super('conflict', 'KEY_CHANGE_UNPROVED', {
      zh: '这项密钥变更与系统所记的决定不符，不予执行：请告知管理员。',
      en: 'This change of keys is not what this service wrote down as decided: it is not carried out.',
    });
  }
}
