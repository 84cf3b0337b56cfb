/** When something that is done again and again last succeeded, and whether it fails now. */
export class Pulse {
  #at: Date | undefined;
  #isFailing = false;

  get at(): Date | undefined {
    return this.#at;
  }

  get isFailing(): boolean {
    return this.#isFailing;
  }

  succeeded(): void {
    this.#at = new Date();
    this.#isFailing = false;
  }

  failed(): void {
    this.#isFailing = true;
  }
}
