import { createInterface } from 'node:readline/promises';

/** Where the command line writes; given, so that it can be run inside a test or the demo. */
export interface Terminal {
  readonly isTTY: boolean;
  /** Asks the person at the keyboard; undefined where there is none. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  write(text: string): void;
  /** For what went wrong. */
  writeError(text: string): void;
}

export const processTerminal: Terminal = {
  isTTY: process.stdout.isTTY,
  ask: process.stdin.isTTY && process.stdout.isTTY ? ask : undefined,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
};

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
