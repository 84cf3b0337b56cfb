import type { Terminal } from './terminal.js';

const WIDTH = 30;

export interface ProgressBar {
  show(label: string, done: number, total: number): void;
  /** Ends the line, so that the last state stays on the screen. */
  finish(): void;
}

/** Redraws one line on a terminal; writes nothing where there is no terminal, so that logs stay readable. */
export function progressBar(terminal: Terminal): ProgressBar {
  let shown = '';
  return {
    show(label, done, total) {
      if (!terminal.isTTY || total === 0) return;
      const filled = Math.round((WIDTH * Math.min(done, total)) / total);
      const line = `${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}`;
      if (line === shown) return;
      shown = line;
      terminal.redraw?.(line);
    },
    finish() {
      if (shown) terminal.write('\n');
      shown = '';
    },
  };
}
