/** When something that is done again and again last succeeded, and whether it fails now, and of what. */
export class Pulse {
  #at: Date | undefined;
  #isFailing = false;
  #cause: unknown;

  get at(): Date | undefined {
    return this.#at;
  }

  get isFailing(): boolean {
    return this.#isFailing;
  }

  get cause(): unknown {
    return this.#cause;
  }

  succeeded(): void {
    this.#at = new Date();
    this.#isFailing = false;
    this.#cause = undefined;
  }

  failed(cause?: unknown): void {
    this.#isFailing = true;
    this.#cause = cause;
  }
}
