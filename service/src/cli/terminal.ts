/** Where the command line writes; given, so that it can be run inside a test or the demo. */
export interface Terminal {
  readonly isTTY: boolean;
  write(text: string): void;
  /** For what went wrong. */
  writeError(text: string): void;
}

export const processTerminal: Terminal = {
  isTTY: process.stdout.isTTY,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
};
