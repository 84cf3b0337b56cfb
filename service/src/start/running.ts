/** The loops of a service: begun together, ended together. */
export class Running {
  readonly #stop = new AbortController();
  readonly #loops: Promise<void>[] = [];
  readonly #onEnd: (error: unknown) => void;

  /** @param onEnd called when a loop ends before it should */
  constructor(onEnd: (error: unknown) => void) {
    this.#onEnd = onEnd;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  add(loop: (signal: AbortSignal) => Promise<void>): void {
    const { signal } = this.#stop;
    const run = loop(signal).then(
      () => {
        if (!signal.aborted) this.#onEnd(new Error('a loop of the service ended by itself'));
      },
      (error: unknown) => {
        if (!signal.aborted) this.#onEnd(error);
      },
    );
    this.#loops.push(run);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }
}
