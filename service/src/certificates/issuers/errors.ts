import type { IssuerClosed } from '../../ledger/anchoring/index.js';
import { Problem } from '../../platform/problems/index.js';

export class IssuerUnknown extends Problem {
  constructor(issuer: string) {
    super('not-found', 'ISSUER_NOT_FOUND', `The issuer ${issuer} is not one of this service.`);
  }
}

export class IssuerCodeWrong extends Problem {
  constructor(code: string) {
    super(
      'unprocessable',
      'ISSUER_CODE_INVALID',
      `${code} is no unified social credit code (GB 32100): its check character, the last one, or its form is wrong. Compare it with the issuer's certificate of registration.`,
    );
  }
}

export class IssuerRegionWrong extends Problem {
  constructor(code: string, province: { readonly region: string; readonly provinceName: string }) {
    super(
      'unprocessable',
      'ISSUER_REGION',
      `${code} belongs to region ${code.slice(2, 4)}; ${province.provinceName} registers issuers of region ${province.region}. Others are proposed to the network.`,
    );
  }
}

/** Of another region than its province's: what the provinces decided is changed by a decision only. */
export class IssuerDecidedOtherwise extends Problem {
  constructor({ issuer, name, types }: { issuer: string; name: string; types: readonly string[] }) {
    super(
      'unprocessable',
      'ISSUER_DECIDED',
      `The provinces decided on ${issuer} with the name ${name} and the types ${types.join(', ')}: give these, or propose others to the network.`,
    );
  }
}

export class IssuerNameWrong extends Problem {
  /** @param character like `U+200B`, which cannot be seen; undefined: the name is empty */
  constructor(character: string | undefined) {
    super(
      'unprocessable',
      'ISSUER_NAME_INVALID',
      character === undefined
        ? 'The name is empty.'
        : `The name has the character ${character}, which no name may have: type it anew.`,
    );
  }
}

/** It was withdrawn or has retired. */
export class IssuerEnded extends Problem {
  constructor(code: string, ended: string) {
    super(
      'conflict',
      'ISSUER_ENDED',
      `The issuer ${code} is ${ended} and issues nothing more. An administrator who saves it again takes it back into service.`,
    );
  }
}

/** What is begun under it must be ended first. */
export class IssuerBusy extends Problem {
  constructor(code: string, batches: number) {
    super(
      'conflict',
      'ISSUER_BUSY',
      `The issuer ${code} has ${batches} batches that are not done with: issue, reject or withdraw them first.`,
      { details: { batches } },
    );
  }
}

export class IssuerHasCertificates extends Problem {
  constructor(code: string) {
    super(
      'conflict',
      'ISSUER_HAS_CERTIFICATES',
      `The issuer ${code} has issued certificates, which somebody must answer for: it is retired, not withdrawn.`,
    );
  }
}

export class EndingNotWaiting extends Problem {
  constructor(code: string) {
    super('conflict', 'NOT_WAITING_FOR_APPROVAL', `No end of the issuer ${code} waits for approval.`);
  }
}

/** The ledger was away when it was added or changed. */
export class IssuerPending extends Problem {
  constructor(code: string) {
    super(
      'unavailable',
      'ISSUER_PENDING',
      `The ledger has not registered the issuer ${code} yet, so it issues nothing: try again when GET /api/v1/issuers/${code} says registered.`,
    );
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
    const message = { zh: `颁发机构 ${issuer} ${zh}`, en: `The issuer ${issuer} ${en}` };
    super('conflict', code, message.en, { details: { message } });
  }
}

export class RuleChangeUnknown extends Problem {
  constructor() {
    super(
      'not-found',
      'RULE_CHANGE_UNKNOWN',
      'No such change of the rule waits: "GET /api/v1/issuers/{issuer}/rule-changes" lists those that do.',
    );
  }
}
