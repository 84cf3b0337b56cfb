import { Problem } from '../../platform/problems/index.js';

export class CaseUnknown extends Problem {
  constructor() {
    super('not-found', 'CASE_NOT_FOUND', {
      zh: '本大厅没有这一办件：请核对办件编号。',
      en: 'This hall has no such case: compare its number.',
    });
  }
}

export class CaseIdTaken extends Problem {
  constructor() {
    super('conflict', 'CASE_ID_TAKEN', {
      zh: '该办件编号已用于另一办件：请换一个新编号。',
      en: 'This id belongs to another case: choose a new one.',
    });
  }
}

export class CaseClosed extends Problem {
  constructor() {
    super('conflict', 'CASE_CLOSED', {
      zh: '该办件已办结，不能再变更：如需继续，请新开办件。',
      en: 'This case is closed and does not change any more: open a new one.',
    });
  }
}

export class MaterialUnknown extends Problem {
  constructor(material: string) {
    super('unprocessable', 'MATERIAL_UNKNOWN', {
      zh: `该事项没有材料 ${material}：请查看告知清单。`,
      en: `The service item has no material ${material}: look at its list.`,
    });
  }
}

export class MaterialNeeded extends Problem {
  constructor() {
    super('unprocessable', 'MATERIAL_NEEDED', {
      zh: '该材料对所有人都是必需的，不能标为不需要。',
      en: 'Everybody needs this material: it cannot be left out.',
    });
  }
}

export class CommitmentNotAllowed extends Problem {
  constructor() {
    super('unprocessable', 'COMMITMENT_NOT_ALLOWED', {
      zh: '该材料不适用所选的容缺受理或告知承诺：请当场提交，或看事项允许哪一种。',
      en: 'This material may not be taken on such a commitment: have it handed in, or see which kind the item allows.',
    });
  }
}

export class CommitmentUnknown extends Problem {
  constructor() {
    super('not-found', 'COMMITMENT_NOT_FOUND', {
      zh: '这项材料没有容缺受理或告知承诺：请先记入办件。',
      en: 'Nothing was promised of this material: add the commitment to the case first.',
    });
  }
}

export class SignatureUnreadable extends Problem {
  constructor() {
    super('unprocessable', 'SIGNATURE_UNREADABLE', {
      zh: '签名不是能显示的 PNG 图片，或边长超过 2000 像素：请重签，或改为纸质签名。',
      en: 'The signature is no PNG that can be drawn, or a side of it has more than 2000 pixels: sign again, or on paper.',
    });
  }
}

export class CommitmentDueWrong extends Problem {
  constructor(latest: string) {
    super('unprocessable', 'COMMITMENT_DUE_WRONG', {
      zh: `期限须在今天之后、最迟 ${latest}。`,
      en: `The deadline must be after today and on ${latest} at the latest.`,
    });
  }
}

export class CaseIncomplete extends Problem {
  constructor(lacking: readonly string[]) {
    super(
      'conflict',
      'CASE_INCOMPLETE',
      {
        zh: `还缺材料 ${lacking.join('、')}：请补齐、容缺受理或告知承诺，再受理办结。`,
        en: `Materials lack: ${lacking.join(', ')}. Have them handed in or take a commitment, then accept the case.`,
      },
      { details: { lacking } },
    );
  }
}
