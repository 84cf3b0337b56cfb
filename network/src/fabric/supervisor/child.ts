import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { once } from 'node:events';
import type { ProcessSpecification } from './specification.js';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A process that ran this long was healthy: its next restart is prompt again. */
const HEALTHY_MS = 30_000;
const TERMINATION_GRACE_MS = 10_000;

/** Keeps one process running, with growing pauses between restarts, until it is stopped. */
export class SupervisedChild {
  readonly specification: ProcessSpecification;
  readonly #logFile: string;
  readonly #onStart: (pid: number) => void;
  #process: ChildProcess | undefined;
  #pauseMs = SHORTEST_PAUSE_MS;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(specification: ProcessSpecification, logFile: string, onStart: (pid: number) => void) {
    this.specification = specification;
    this.#logFile = logFile;
    this.#onStart = onStart;
    this.#start();
  }

  #start(): void {
    const { program, args, env } = this.specification;
    const log = openSync(this.#logFile, 'a');
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#process = child;
    const startedAt = Date.now();
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      this.#ended(Date.now() - startedAt);
    };
    child.once('error', end);
    child.once('exit', end);
    if (child.pid !== undefined) this.#onStart(child.pid);
  }

  #ended(ranMs: number): void {
    this.#process = undefined;
    if (this.#stopping) return;
    this.#pauseMs = ranMs > HEALTHY_MS ? SHORTEST_PAUSE_MS : Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#restart = setTimeout(() => this.#start(), this.#pauseMs);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), TERMINATION_GRACE_MS);
    await exited;
    clearTimeout(kill);
  }
}
