import type { LayoutFinding } from '../documents/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { FieldProblem } from '../types/index.js';

/** A layout is wrong; `details.findings` gives line, column and pointer of each mistake. */
export class LayoutWrong extends Problem {
  constructor(message: string, findings: readonly LayoutFinding[], cause: unknown) {
    const words = { zh: `版式有误，共 ${findings.length} 处，行、列见下。`, en: message };
    super('unprocessable', 'LAYOUT_INVALID', words, { cause, details: { findings } });
  }
}

/** Values given for a preview are wrong; `details.problems` names the fields. */
export class ValuesWrong extends Problem {
  constructor(problems: readonly FieldProblem[]) {
    const said = (language: 'zh' | 'en'): string[] =>
      problems.map(({ field, message }) => `${field ?? ''} ${message[language]}`.trim());
    const words = {
      zh: `样张的内容有误：${said('zh').join('；')}。`,
      en: `The values for the preview are wrong: ${said('en').join('; ')}.`,
    };
    super('unprocessable', 'VALUES_WRONG', words, { details: { problems } });
  }
}
