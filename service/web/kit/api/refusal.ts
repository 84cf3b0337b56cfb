import type { Words } from '../words/words';

/** One thing wrong with what was sent. */
export interface FieldRefusal {
  /** Key of the field; null: the whole. */
  readonly field: string | null;
  readonly code: string;
  readonly message: Words;
  readonly remedy: Words;
}

interface ProblemDetails {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly message?: unknown;
  readonly instance?: unknown;
  readonly problems?: unknown;
}

const isWords = (message: unknown): message is Words =>
  typeof message === 'object' && message !== null && 'zh' in message && 'en' in message;

/** The service said no, or could not be reached (RFC 9457; `code` is stable). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** As the service says it; undefined where it was not reached, or a proxy answered. */
  readonly words: Words | undefined;
  readonly problems: readonly FieldRefusal[];
  /** What else the refusal says, by name. */
  readonly details: Readonly<Record<string, unknown>>;
  /** As the log has it. */
  readonly request: string;

  constructor(status: number, body: unknown, cause?: unknown) {
    const details = typeof body === 'object' && body !== null ? body : {};
    const { code, detail, message, problems, instance } = details as ProblemDetails;
    super(typeof detail === 'string' ? detail : '', { cause });
    this.status = status;
    this.code = typeof code === 'string' ? code : `HTTP_${status}`;
    this.words = isWords(message) ? message : undefined;
    this.problems = Array.isArray(problems) ? (problems as FieldRefusal[]) : [];
    this.details = details as Readonly<Record<string, unknown>>;
    this.request = typeof instance === 'string' ? instance.replace('urn:uuid:', '') : '';
  }
}
