/** Tells a person how far a long command is; a command line prints it, a test may ignore it. */
export interface Progress {
  /** Runs one named step: announced before, its end or failure reported after. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

export const silent: Progress = { step: (_title, work) => work() };

/** One line a step: its title, then ✓ with the seconds it took, or ✗. */
export function printedProgress(out: NodeJS.WritableStream & { isTTY?: boolean }): Progress {
  return {
    async step(title, work) {
      const started = performance.now();
      if (out.isTTY === true) out.write(`  · ${title} …`);
      const end = (mark: string): void => {
        const seconds = ((performance.now() - started) / 1_000).toFixed(1);
        out.write(`${out.isTTY === true ? '\r\u001B[K' : ''}  ${mark} ${title} (${seconds} s)\n`);
      };
      try {
        const result = await work();
        end('✓');
        return result;
      } catch (error) {
        end('✗');
        throw error;
      }
    },
  };
}
