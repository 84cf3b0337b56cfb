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

export class RuleChangeUnknown extends Problem {
  constructor() {
    super(
      'not-found',
      'RULE_CHANGE_UNKNOWN',
      'No such change of the rule waits: "GET /api/v1/issuers/{issuer}/rule-changes" lists those that do.',
    );
  }
}
