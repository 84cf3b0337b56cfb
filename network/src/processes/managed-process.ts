import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Backoff } from './backoff.js';
import type { BackoffBounds } from './backoff.js';
import { ProcessEnded } from './process-ended.js';
import type { ProcessEnd } from './process-ended.js';

const KEPT_LINES = 50;

/** One program to run. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment; this process's own unless given. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface ManagedProcessOptions {
  /** What to run; asked again for every start, since an address may have to be another one each time. */
  readonly command: () => Command;
  /** `lines`: as events. A file: appended to it by the process itself, so that nothing is lost if we are killed. */
  readonly output: 'lines' | { readonly file: string };
  /** Keeps the process's standard input open for as long as we live: how it learns of our end, SIGKILL included. */
  readonly tiedToUs?: boolean;
  /** In a process group of its own: Ctrl-C at the terminal is then for us, who end it in our order. */
  readonly detached?: boolean;
  /** `signal` first; `force` when that has not ended it after `graceMs`. */
  readonly stop: {
    readonly signal: NodeJS.Signals;
    readonly graceMs: number;
    readonly force: NodeJS.Signals;
  };
  /** Starts it again whenever it ends. One that ran for `healthyMs` is started again promptly. */
  readonly restart?: BackoffBounds & { readonly healthyMs: number };
}

interface Events {
  /** It runs, for the first time or again. */
  start: [pid: number];
  line: [text: string, from: 'stdout' | 'stderr'];
  /** It ended or could not be run; all its lines came before. */
  end: [ProcessEnd];
}

/** A child process from its first start to its last end: restarts with growing pauses, and an end within bounds. */
export class ManagedProcess extends EventEmitter<Events> {
  readonly #options: ManagedProcessOptions;
  readonly #backoff: Backoff | undefined;
  #child: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: ManagedProcessOptions) {
    super();
    this.#options = options;
    if (options.restart !== undefined) this.#backoff = new Backoff(options.restart);
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const { output, tiedToUs = false, detached = false } = this.#options;
    const { program, args, cwd, env } = this.#options.command();
    const file = output === 'lines' ? undefined : openSync(output.file, 'a');
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      detached,
      stdio: [tiedToUs ? 'pipe' : 'ignore', file ?? 'pipe', file ?? 'pipe'],
    });
    if (file !== undefined) closeSync(file);
    this.#child = child;
    this.#watch(child, Date.now());
    if (child.pid !== undefined) this.emit('start', child.pid);
  }

  #watch(child: ChildProcess, startedAt: number): void {
    const lines: string[] = [];
    for (const from of ['stdout', 'stderr'] as const) {
      const stream = child[from];
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (text) => {
        lines.push(text);
        if (lines.length > KEPT_LINES) lines.shift();
        this.emit('line', text, from);
      });
    }
    child.stdin?.on('error', () => undefined);
    let error: Error | undefined;
    child.once('error', (cause) => (error = cause));
    // After 'close' no more output comes; it follows 'error' too when the program could not be run.
    child.once('close', (code, signal) => {
      this.#child = undefined;
      if (Date.now() - startedAt > (this.#options.restart?.healthyMs ?? 0)) this.#backoff?.reset();
      if (this.#backoff !== undefined && !this.#stopping)
        this.#restart = setTimeout(() => this.start(), this.#backoff.next());
      this.emit('end', { code, signal, lines, ...(error === undefined ? {} : { error }) });
    });
  }

  /**
   * The first thing that `recognise` finds in a line of this run.
   *
   * @throws ProcessEnded when the process ends before
   */
  ready<T>(recognise: (line: string) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const line = (text: string): void => {
        const found = recognise(text);
        if (found === undefined) return;
        this.off('line', line).off('end', end);
        resolve(found);
      };
      const end = (how: ProcessEnd): void => {
        this.off('line', line);
        reject(new ProcessEnded(how));
      };
      this.on('line', line).once('end', end);
    });
  }

  /** Sends a signal to this run, if `pid` is still the one that runs. */
  kill(signal: NodeJS.Signals, pid = this.pid): void {
    if (pid !== undefined && pid === this.pid) this.#child?.kill(signal);
  }

  /** Ends it for good; resolves when it is gone. */
  async stop(): Promise<void> {
    const { signal, graceMs, force } = this.#options.stop;
    this.#stopping = true;
    clearTimeout(this.#restart);
    if (this.#child === undefined) return;
    const ended = once(this, 'end');
    this.kill(signal);
    const timer = setTimeout(() => this.kill(force), graceMs);
    await ended;
    clearTimeout(timer);
  }
}
