import { Problem } from '../../platform/problems/index.js';

export class HallUnknown extends Problem {
  constructor(hall: string) {
    super('not-found', 'HALL_NOT_FOUND', {
      zh: `本服务没有大厅 ${hall}：请核对统一社会信用代码，或请管理员添加（PUT /api/v1/halls/${hall}）。`,
      en: `The hall ${hall} is not one of this service: compare its code, or have an administrator add it (PUT /api/v1/halls/${hall}).`,
    });
  }
}

/** Whoever signed with a former key instead would be believed by nobody. */
export class HallKeyNotHere extends Problem {
  constructor(hall: string) {
    super('unavailable', 'HALL_KEY_NOT_HERE', {
      zh: `大厅 ${hall} 的密钥不在本服务的密钥库中：请管理员检查各副本是否共用 keys/ 文件夹，或从备份恢复。`,
      en: `A key of the hall ${hall} is not in this service's key store: have an administrator check that the replicas share keys/, or restore it from the backup.`,
    });
  }
}

export class HallCodeWrong extends Problem {
  constructor(code: string) {
    super('unprocessable', 'HALL_CODE_INVALID', {
      zh: `${code} 不是统一社会信用代码（GB 32100）：末位校验码有误，请与该单位的登记证书核对。`,
      en: `${code} is no unified social credit code (GB 32100): its check character, the last one, is wrong. Compare it with the hall's certificate of registration.`,
    });
  }
}

export class WindowUnknown extends Problem {
  constructor() {
    super('not-found', 'WINDOW_NOT_FOUND', {
      zh: '该大厅没有这个窗口：请查看大厅的窗口列表。',
      en: 'This hall has no such window: list its windows.',
    });
  }
}

export class WindowKeyUnknown extends Problem {
  constructor() {
    super('not-found', 'WINDOW_KEY_NOT_FOUND', {
      zh: '本服务没有大厅认证过这把密钥：请到签发回执的大厅的服务上检查。',
      en: 'No hall of this service certified this key: check at the service of the hall that issued the receipt.',
    });
  }
}

export class WindowKeyTaken extends Problem {
  constructor() {
    super('conflict', 'WINDOW_KEY_TAKEN', {
      zh: '该密钥属于其他窗口，或其配对已被拒绝、吊销：请在该电脑上重新生成密钥。',
      en: 'This key belongs to another window, or its pairing was refused or revoked: have the PC make a new key.',
    });
  }
}

export class WindowProofRefused extends Problem {
  constructor(why: { readonly zh: string; readonly en: string }) {
    super('unprocessable', 'WINDOW_PROOF_REFUSED', {
      zh: `窗口密钥的持有证明不成立：${why.zh}。`,
      en: `The proof of the window's key does not hold: ${why.en}.`,
    });
  }
}

export class PairingDecided extends Problem {
  constructor() {
    super('conflict', 'PAIRING_DECIDED', {
      zh: '该配对已有结论：请刷新窗口列表。',
      en: 'This pairing has been decided already: list the windows again.',
    });
  }
}

const compared = {
  key: { zh: '密钥', en: 'key' },
  'trust-anchor': { zh: '信任锚', en: 'trust anchor' },
} as const;

/** What the administrator read on the PC is not what was sent here: somebody stands between, or another PC asked. */
export class FingerprintMismatch extends Problem {
  constructor(what: keyof typeof compared) {
    const { zh, en } = compared[what];
    super('unprocessable', 'FINGERPRINT_MISMATCH', {
      zh: `${zh}指纹与申请配对的电脑不一致：请与该电脑屏幕上的指纹逐字核对，仍不一致则拒绝配对。`,
      en: `The fingerprint of the ${en} is not that of the PC that asked: compare it with the PC's screen, and refuse the pairing if it still differs.`,
    });
  }
}

export class WindowNotPaired extends Problem {
  constructor() {
    super('conflict', 'WINDOW_NOT_PAIRED', {
      zh: '该窗口尚未配对，或其密钥已被吊销：请用新密钥重新配对。',
      en: 'This window is not paired, or its key was revoked: pair the PC with a new key.',
    });
  }
}
