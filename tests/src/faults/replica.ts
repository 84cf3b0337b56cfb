import { once } from 'node:events';
import { ManagedProcess } from '@certbridge/network/processes';
import { inPackage } from '../packages.js';

const program = inPackage('service', 'bin', 'certbridge-service.js');

/** One process of the service. */
export class Replica {
  readonly url: string;
  /** What it said last, for each time that it ended though nobody ended it. */
  readonly endedByItself: string[] = [];
  readonly #process: ManagedProcess;
  /** Aborted by whoever ends it. */
  #ending = new AbortController();

  /** @param environment with the port at which it serves */
  constructor(folder: string, environment: NodeJS.ProcessEnv & { readonly CERTBRIDGE_PORT: string }) {
    this.url = `http://127.0.0.1:${environment.CERTBRIDGE_PORT}`;
    this.#process = new ManagedProcess({
      command: () => ({ program: process.execPath, args: [program], cwd: folder, env: environment }),
      output: 'lines',
      stop: { signal: 'SIGTERM', graceMs: 70_000, force: 'SIGKILL' },
    });
  }

  /** Fulfils when it is ready; if it is killed on the way it is started again. */
  async start(): Promise<void> {
    while (!(await this.#startOnce()));
  }

  /** SIGKILL; fulfils when it is gone. */
  async kill(): Promise<void> {
    if (this.#process.pid === undefined) return;
    this.#ending.abort();
    const gone = once(this.#process, 'end');
    this.#process.kill('SIGKILL');
    await gone;
  }

  /** In good order, for good. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#process.stop();
  }

  async #startOnce(): Promise<boolean> {
    const { signal } = (this.#ending = new AbortController());
    this.#process.start();
    try {
      await this.#process.ready((line) => (line.includes('Ctrl-C') ? true : undefined));
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
    // It was killed just as it said so.
    if (signal.aborted) {
      if (this.#process.pid !== undefined) await once(this.#process, 'end');
      return false;
    }
    this.#process.once('end', ({ code, lines }) => {
      if (signal.aborted) return;
      this.endedByItself.push(`the service ended by itself (${code ?? 'signal'}): ${lines.at(-1) ?? ''}`);
      void this.start();
    });
    return true;
  }
}
