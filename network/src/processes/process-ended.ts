/** How a process ended. */
export interface ProcessEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be run at all. */
  readonly error?: Error;
  /** The last lines that it wrote, where they are events. */
  readonly lines: readonly string[];
}

export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
  readonly code = 'PROCESS_ENDED';
  readonly end: ProcessEnd;

  constructor(end: ProcessEnd) {
    const { code, signal, error } = end;
    super(error?.message ?? `the process ended with ${signal ?? `exit code ${code ?? 'unknown'}`}`, {
      cause: error,
    });
    this.end = end;
  }
}
