import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

/** A sentence in both languages, Chinese first where both are shown. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

export const bothLanguages = ({ zh, en }: Sentence): string => `${zh}${en}`;

export interface FailureOptions {
  /** {@link exitCodes}.refused unless given. */
  readonly exit?: ExitCode;
  readonly cause?: unknown;
  /** Whether asking again may well succeed: the service restarts, a proxy cut the connection. */
  readonly transient?: boolean;
}

/** What was asked for cannot be done; the message is for the person at the terminal. */
export class CallFailed extends Error {
  readonly code: string;
  readonly exit: ExitCode;
  readonly transient: boolean;

  constructor(code: string, message: Sentence, options: FailureOptions = {}) {
    super(bothLanguages(message), { cause: options.cause });
    this.name = 'CallFailed';
    this.code = code;
    this.exit = options.exit ?? exitCodes.refused;
    this.transient = options.transient ?? false;
  }
}
