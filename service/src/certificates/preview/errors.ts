import type { LayoutFinding } from '../documents/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { FieldProblem } from '../types/index.js';

/** A layout is wrong; `details.findings` gives line, column and pointer of each mistake. */
export class LayoutWrong extends Problem {
  constructor(message: string, findings: readonly LayoutFinding[], cause: unknown) {
    super('unprocessable', 'LAYOUT_INVALID', message, { cause, details: { findings } });
  }
}

/** Values given for a preview are wrong; `details.problems` names the fields. */
export class ValuesWrong extends Problem {
  constructor(problems: readonly FieldProblem[]) {
    const said = problems.map(({ field, message }) => `${field ?? ''} ${message.en}`).join('; ');
    super('unprocessable', 'VALUES_WRONG', `The values for the preview are wrong: ${said}.`, {
      details: { problems },
    });
  }
}
