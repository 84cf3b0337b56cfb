import { createHash } from 'node:crypto';
import { fieldProblem } from '../types/index.js';
import type { CertificateType, FieldProblem, Fields } from '../types/index.js';

/** The values that together name what is certified, as one text: of one type, never two current certificates. */
export function subjectOf(type: CertificateType, fields: Fields): string {
  return type.subject.map((key) => String(fields[key] ?? '')).join('\u0000');
}

/** Finds rows of one file that are about the same subject. */
export class Seen {
  readonly #type: CertificateType;
  readonly #lines = new Map<string, number>();

  constructor(type: CertificateType) {
    this.#type = type;
  }

  check(line: number, fields: Fields): FieldProblem[] {
    const subject = createHash('sha256').update(subjectOf(this.#type, fields)).digest('base64').slice(0, 22);
    const before = this.#lines.get(subject);
    if (before !== undefined)
      return [fieldProblem(this.#type.subject[0] ?? null, 'DUPLICATE_IN_FILE', String(before))];
    this.#lines.set(subject, line);
    return [];
  }
}
