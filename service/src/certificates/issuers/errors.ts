import type { IssuerClosed } from '../../ledger/anchoring/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

export class IssuerUnknown extends Problem {
  constructor(issuer: string) {
    super('not-found', 'ISSUER_NOT_FOUND', {
      zh: `本服务没有颁发机构 ${issuer}：请核对统一社会信用代码。`,
      en: `The issuer ${issuer} is not one of this service: compare its code.`,
    });
  }
}

export class IssuerCodeWrong extends Problem {
  constructor(code: string) {
    super('unprocessable', 'ISSUER_CODE_INVALID', {
      zh: `${code} 不是统一社会信用代码（GB 32100）：格式或末位校验码有误，请与该机构的登记证书核对。`,
      en: `${code} is no unified social credit code (GB 32100): its check character, the last one, or its form is wrong. Compare it with the issuer's certificate of registration.`,
    });
  }
}

export class IssuerRegionWrong extends Problem {
  constructor(code: string, province: { readonly region: string; readonly provinceName: string }) {
    super('unprocessable', 'ISSUER_REGION', {
      zh: `${code} 属于行政区划 ${code.slice(2, 4)}；${province.provinceName}登记行政区划 ${province.region} 的颁发机构，其他的须向各省级节点提议。`,
      en: `${code} belongs to region ${code.slice(2, 4)}; ${province.provinceName} registers issuers of region ${province.region}. Others are proposed to the network.`,
    });
  }
}

/** Of another region than its province's: what the provinces decided is changed by a decision only. */
export class IssuerDecidedOtherwise extends Problem {
  constructor({ issuer, name, types }: { issuer: string; name: string; types: readonly string[] }) {
    super('unprocessable', 'ISSUER_DECIDED', {
      zh: `各省级节点对 ${issuer} 决定的名称是“${name}”，证照类型是 ${types.join('、')}：请照此填写，或另行提议。`,
      en: `The provinces decided on ${issuer} with the name ${name} and the types ${types.join(', ')}: give these, or propose others to the network.`,
    });
  }
}

export class IssuerNameWrong extends Problem {
  /** @param character like `U+200B`, which cannot be seen; undefined: the name is empty */
  constructor(character: string | undefined) {
    super(
      'unprocessable',
      'ISSUER_NAME_INVALID',
      character === undefined
        ? { zh: '名称是空的：请填写。', en: 'The name is empty: give it.' }
        : {
            zh: `名称中有不能使用的字符 ${character}：请重新输入。`,
            en: `The name has the character ${character}, which no name may have: type it anew.`,
          },
    );
  }
}

/** It was withdrawn or has retired. */
export class IssuerEnded extends Problem {
  constructor(code: string, ended: string) {
    super('conflict', 'ISSUER_ENDED', {
      zh: `颁发机构 ${code} ${ended === 'withdrawn' ? '已撤销' : '已停用'}，不再签发。管理员重新保存后即恢复。`,
      en: `The issuer ${code} is ${ended} and issues nothing more. An administrator who saves it again takes it back into service.`,
    });
  }
}

type Stands = 'serving' | 'withdrawn' | 'retired';
const stands: Readonly<Record<Stands, Words>> = {
  serving: {
    zh: '已经存在，没有改动。要修改',
    en: 'is there already: nothing was changed. To change it',
  },
  withdrawn: {
    zh: '已撤销，没有恢复。要恢复',
    en: 'was withdrawn, and stays so. To take it back into service',
  },
  retired: {
    zh: '已停用，没有恢复。要恢复',
    en: 'was retired, and stays so. To take it back into service',
  },
};

/** It was only to be added (If-None-Match, RFC 9110 §13.1.2). */
export class IssuerExists extends Problem {
  constructor(issuer: { code: string; name: string; ended: Exclude<Stands, 'serving'> | null }) {
    const { code, name, ended } = issuer;
    const { zh, en } = stands[ended ?? 'serving'];
    super('precondition', 'ISSUER_EXISTS', {
      zh: `颁发机构 ${code}（${name}）${zh}，由管理员重新保存：PUT /api/v1/issuers/${code}。要添加别的机构，请核对统一社会信用代码。`,
      en: `The issuer ${code} (${name}) ${en}, an administrator saves it: PUT /api/v1/issuers/${code}. To add another one, compare its unified social credit code.`,
    });
  }
}

/** What is begun under it must be ended first. */
export class IssuerBusy extends Problem {
  constructor(code: string, batches: number) {
    super(
      'conflict',
      'ISSUER_BUSY',
      {
        zh: `颁发机构 ${code} 还有 ${batches} 批没有办完：请先签发、不予通过或撤回。`,
        en: `The issuer ${code} has ${batches} batches that are not done with: issue, reject or withdraw them first.`,
      },
      { details: { batches } },
    );
  }
}

export class IssuerHasCertificates extends Problem {
  constructor(code: string) {
    super('conflict', 'ISSUER_HAS_CERTIFICATES', {
      zh: `颁发机构 ${code} 签发过证照，须有人负责：不能撤销，只能停用（certbridge retire-issuer）。`,
      en: `The issuer ${code} has issued certificates, which somebody must answer for: it is retired, not withdrawn.`,
    });
  }
}

export class EndingNotWaiting extends Problem {
  constructor(code: string) {
    super('conflict', 'NOT_WAITING_FOR_APPROVAL', {
      zh: `颁发机构 ${code} 没有等待审核的停用或撤销。`,
      en: `No end of the issuer ${code} waits for approval.`,
    });
  }
}

/** The ledger was away when it was added or changed. */
export class IssuerPending extends Problem {
  constructor(code: string) {
    super('unavailable', 'ISSUER_PENDING', {
      zh: `颁发机构 ${code} 还没有在账本上登记完成，暂不能签发：请稍后再试；久未完成请联系管理员。`,
      en: `The ledger has not registered the issuer ${code} yet, so it issues nothing: try again when GET /api/v1/issuers/${code} says registered.`,
    });
  }
}

const notOpen: Readonly<Record<IssuerClosed, { code: string; zh: string; en: string }>> = {
  moving: {
    code: 'ISSUER_MOVING',
    zh: '正在移交其他省级节点，不再受理新的签发；已受理的继续上链存证。移交完成后请在接管的省级节点办理；移交未通过的，可在此重新提交。',
    en: 'is about to move to another province and takes in nothing new; what was accepted goes on to the ledger. Submit it to the service of that province once the move is decided, or here again if it is dropped.',
  },
  moved: {
    code: 'ISSUER_MOVED',
    zh: '已由其他省级节点接管，请在该节点的服务办理。此处尚未上链的证照保留，待人工处理。',
    en: 'belongs to another province now: its service takes this. What this service had not brought to the ledger before the move is kept, for somebody to look at.',
  },
  retired: {
    code: 'ISSUER_RETIRED',
    zh: '已终止，不再签发新的证照；已签发证照的状态仍可变更。',
    en: 'has ended and issues nothing new; the status of what it issued may still be changed.',
  },
};

/** The ledger takes nothing new from it: it is about to move, has moved, or has ended. */
export class IssuerNotOpen extends Problem {
  constructor(issuer: string, closed: IssuerClosed) {
    const { code, zh, en } = notOpen[closed];
    super('conflict', code, { zh: `颁发机构 ${issuer} ${zh}`, en: `The issuer ${issuer} ${en}` });
  }
}

export class RuleChangeUnknown extends Problem {
  constructor() {
    super('not-found', 'RULE_CHANGE_UNKNOWN', {
      zh: '没有这项等待审核的规则变更：可用 GET /api/v1/issuers/{issuer}/rule-changes 查看。',
      en: 'No such change of the rule waits: "GET /api/v1/issuers/{issuer}/rule-changes" lists those that do.',
    });
  }
}
