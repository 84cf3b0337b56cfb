import { Problem } from '../../platform/problems/index.js';

/** The certificate does not count today, though it may again, or is a copy. */
export class NotCarriable extends Problem {
  constructor() {
    super('conflict', 'NOT_CARRIABLE', {
      zh: '只有今天有效的证照原件可以放进手机：请查看它的状态和起止日期。',
      en: 'Only a certificate that is valid today, and is no copy, can be put on a device: look at its state and its days.',
    });
  }
}

/** The certificate will never count again: whoever carries it may take it off. */
export class CertificateOver extends Problem {
  constructor() {
    super('conflict', 'CERTIFICATE_OVER', {
      zh: '这份证照已经终止或过期，不能再放进手机：换发过的，请用新的一份。',
      en: 'The certificate has ended or expired, and cannot be put on a device any more: where it was replaced, use the new one.',
    });
  }
}

export class TooManyDevices extends Problem {
  constructor(most: number) {
    super(
      'conflict',
      'TOO_MANY_DEVICES',
      {
        zh: `一份证照最多放在 ${most} 台设备上：请先在“我的设备”里停用一台。`,
        en: `A certificate is on ${most} devices at most: end one under "My devices" first.`,
      },
      { details: { most } },
    );
  }
}

export class TooManyMints extends Problem {
  constructor(most: number) {
    super(
      'too-many',
      'TOO_MANY_MINTS',
      {
        zh: `一份证照一天最多签发 ${most} 次钱包凭证：请明天再试；打印件和PDF照常可用。`,
        en: `A certificate gets ${most} wallet credentials a day: try again tomorrow; print and PDF work as ever.`,
      },
      { details: { most } },
    );
  }
}

/** Whoever asks has not shown that the device's key is theirs. */
export class DeviceUnproved extends Problem {
  constructor() {
    super('unprocessable', 'DEVICE_UNPROVED', {
      zh: '不能确认这台设备的密钥，或设备时间相差五分钟以上：请校准时间后再试。',
      en: 'The device’s key was not proved, or its clock is more than five minutes off: set the clock and try again.',
    });
  }
}

export class DeviceUnknown extends Problem {
  constructor() {
    super('not-found', 'DEVICE_UNKNOWN', {
      zh: '您没有这台设备，或已经停用。',
      en: 'You have no such device, or it was ended already.',
    });
  }
}

/** It would not fit into a code that cameras read. */
export class LiveCodeTooLong extends Problem {
  constructor() {
    super('unprocessable', 'LIVE_CODE_TOO_LONG', {
      zh: '二维码会过长、不易扫读：请减少授权的事项，或用打印件和PDF。',
      en: 'Its code would be too long to scan well: name fewer items, or use print and PDF.',
    });
  }
}

export class TooManyDelegations extends Problem {
  constructor(most: number) {
    super(
      'conflict',
      'TOO_MANY_DELEGATIONS',
      {
        zh: `一份证照的代办授权同时最多 ${most} 项，一天也最多 ${most} 项：请撤回不用的，或明天再试。`,
        en: `A certificate has ${most} delegations at most, and as many a day: withdraw one, or try again tomorrow.`,
      },
      { details: { most } },
    );
  }
}

export class DelegationUnknown extends Problem {
  constructor() {
    super('not-found', 'DELEGATION_UNKNOWN', {
      zh: '没有这项代办授权，或已经到期、撤回。',
      en: 'There is no such delegation, or it has ended or was withdrawn.',
    });
  }
}

export class DelegationRefused extends Problem {
  constructor(code: keyof typeof refusals) {
    super('unprocessable', code, refusals[code]);
  }
}

/** Nobody's child is told from an unknown one. */
export class ChildRefused extends Problem {
  constructor(code: keyof typeof childRefusals) {
    super('unprocessable', code, childRefusals[code]);
  }
}

const childRefusals = {
  CHILD_UNPROVED: {
    zh: '没有写明您是父母、且今天有效的这份出生证：请核对出生证编号；证上没有您的身份证号码的，请到窗口办理。',
    en: 'There is no such birth certificate in force that names you by your number: compare its number, or go to a counter.',
  },
  CHILD_NUMBER_WRONG: {
    zh: '孩子的身份证号码不对，或与出生证上的出生日期、性别不一致：请核对18位号码。',
    en: 'The child’s number is wrong, or disagrees with the birth certificate’s day of birth or sex: compare its 18 characters.',
  },
  CHILD_OF_AGE: {
    zh: '孩子已满18周岁，或30天内将满：请由本人授权您代办。',
    en: 'The child is of age, or will be within 30 days: they let you act for them themselves.',
  },
} as const;

const refusals = {
  DELEGATION_DAYS: {
    zh: '代办授权最多30天，且不早于今天：请改截止日期。',
    en: 'A delegation lasts until a day between today and 30 days from now: change its last day.',
  },
  HELPER_IS_HOLDER: {
    zh: '代办人不能是您自己：请填写代办人的证件号码。',
    en: 'You cannot act for yourself: give the helper’s number.',
  },
  HELPER_NUMBER_WRONG: {
    zh: '代办人的证件号码不对：请核对18位号码。',
    en: 'The helper’s number is wrong: compare its 18 characters.',
  },
} as const;
