import { createInterface } from 'node:readline/promises';
import type { Writable } from 'node:stream';
import { visible } from './visible.js';

/** Where the command line writes; given, so that it can be run inside a test or the demo. */
export interface Terminal {
  readonly isTTY: boolean;
  /** Asks the person at the keyboard; undefined where there is none. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  write(text: string): void;
  /** For what went wrong. */
  writeError(text: string): void;
  /** Puts a line in the place of the one that was drawn before; on a terminal only. */
  redraw?(line: string): void;
}

/** The terminal of this process. A reader that goes away (`| head`) ends what is written, not what is done. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessReaderGone);
  return {
    isTTY: process.stdout.isTTY,
    ask: process.stdin.isTTY && process.stdout.isTTY ? ask : undefined,
    write: (text) => void put(process.stdout, text),
    writeError: (text) => void put(process.stderr, text),
    redraw: (line) => void put(process.stdout, `\r\u001b[2K${line}`),
  };
}

const put = (stream: Writable, text: string): boolean => !stream.destroyed && stream.write(text);

function unlessReaderGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** The same terminal, to which nobody's name can speak: see {@link visible}. */
export function guardedTerminal(terminal: Terminal): Terminal {
  const { isTTY, ask: plainAsk } = terminal;
  return {
    isTTY,
    ask: plainAsk && ((question) => plainAsk(visible(question))),
    write: (text) => terminal.write(visible(text)),
    writeError: (text) => terminal.writeError(visible(text)),
    redraw: (line) => terminal.redraw?.(visible(line)),
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
