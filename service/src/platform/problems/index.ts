/** How a refusal is to be understood; HTTP maps each to one status. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'misdirected'
  | 'not-found'
  | 'method'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported'
  | 'unprocessable'
  | 'too-many'
  | 'unavailable'
  | 'internal';

export interface ProblemOptions {
  readonly cause?: unknown;
  /** Shown to the caller beside the sentence: never personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The base of every error that a caller may see: a stable code, a kind, and a
 * sentence that says what was wrong, with what, and what to do. Messages and
 * details never hold personal data, because they are logged and returned.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(kind: ProblemKind, code: string, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.details = options.details;
  }
}
