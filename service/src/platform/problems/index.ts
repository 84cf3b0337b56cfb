/** How a refusal is to be understood; HTTP maps each to one status. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'misdirected'
  | 'not-found'
  | 'method'
  | 'slow'
  | 'conflict'
  | 'gone'
  | 'precondition'
  | 'too-large'
  | 'headers-too-large'
  | 'unsupported'
  | 'unprocessable'
  | 'too-many'
  | 'unavailable'
  | 'internal';

/** A sentence in both languages; Chinese stands first where both are shown. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface ProblemOptions {
  readonly cause?: unknown;
  /** Shown to the caller beside the sentence: never personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The base of every error that a caller may see: a stable code, a kind, and a
 * sentence that says what was wrong, with what, and what to do, in both languages
 * wherever a caller can see it. Messages and details never hold personal data,
 * because they are logged and returned.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: string;
  /** What it says to a person; undefined of what is `internal` and callers need not know. */
  readonly words: Words | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(kind: Exclude<ProblemKind, 'internal'>, code: string, words: Words, options?: ProblemOptions);
  constructor(kind: 'internal', code: string, said: Words | string, options?: ProblemOptions);
  constructor(kind: ProblemKind, code: string, said: Words | string, options: ProblemOptions = {}) {
    const message = typeof said === 'string' ? said : `${said.zh} ${said.en}`;
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.words = typeof said === 'string' ? undefined : said;
    this.details = options.details;
  }
}
