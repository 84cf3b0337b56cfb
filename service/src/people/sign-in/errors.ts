import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

/** The issuer's keys cannot be fetched now. */
export class TokenKeysUnavailable extends Problem {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'TOKEN_KEYS_UNAVAILABLE',
      {
        zh: '现在读不到访问令牌签发方的密钥：请稍后再试。',
        en: "The token issuer's keys cannot be read now; try again shortly.",
      },
      { cause },
    );
  }
}

/** The OpenID provider does not answer, or not as one. */
export class ProviderUnavailable extends Problem {
  /** @param setting the one that names the provider's issuer */
  constructor(setting: string, cause: unknown) {
    super(
      'unavailable',
      'SIGN_IN_UNAVAILABLE',
      {
        zh: `现在连不上登录服务：请稍后再试。管理员见 ${setting}。`,
        en: `The sign-in service cannot be reached now; try again shortly. Administrators: see ${setting}.`,
      },
      { cause },
    );
  }
}

/** A sign-in that was not begun in this browser, took too long, or that the provider refused. */
export class SignInFailed extends Problem {
  constructor(why: Words, cause?: unknown) {
    super(
      'invalid',
      'SIGN_IN_FAILED',
      { zh: `登录没有成功：${why.zh}。请重新登录。`, en: `The sign-in failed: ${why.en}. Begin again.` },
      { cause },
    );
  }
}

/** The residents' provider knows this resident less surely than the service asks for. */
export class AssuranceTooLow extends Problem {
  constructor() {
    super('forbidden', 'ASSURANCE_TOO_LOW', {
      zh: '登录服务对您身份的核实程度不够：请在那里用更高等级的方式登录。管理员见 CERTBRIDGE_RESIDENTS_ASSURANCE。',
      en:
        'The provider does not know you surely enough for this: sign in there by a stronger way. ' +
        'Administrators: see CERTBRIDGE_RESIDENTS_ASSURANCE.',
    });
  }
}

/** What the residents' provider must say of everybody is missing or wrong. */
export class ResidentClaimUnusable extends Problem {
  /** @param setting the one that names the claim */
  constructor(claim: string, setting: string) {
    super('forbidden', 'RESIDENT_CLAIM_UNUSABLE', {
      zh: `登录服务没有给出可用的 ${claim}，无法确认您是谁。管理员见 ${setting}。`,
      en: `The provider's claim ${claim} is missing, or not what it should be. Administrators: see ${setting}.`,
    });
  }
}

/** A change that another site's page sent with this browser's cookie. */
export class OriginRefused extends Problem {
  constructor(expected: string) {
    super('forbidden', 'ORIGIN_REFUSED', {
      zh: `浏览器会话中的变更须来自 ${expected}：这次请求的 Origin 不符或缺失。`,
      en: `A change in a browser's session must come from ${expected}: its Origin says otherwise, or is missing.`,
    });
  }
}

/** The browser's session is not that of the person for whom the page speaks: somebody else signed in meanwhile. */
export class SessionOfAnother extends Problem {
  constructor() {
    super('precondition', 'SESSION_OF_ANOTHER', {
      zh: '这个浏览器里已换了人登录：请重新打开本页。',
      en: 'Somebody else has signed in in this browser: open the page anew.',
    });
  }
}
