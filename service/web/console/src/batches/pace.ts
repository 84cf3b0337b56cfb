import { say } from '../../../kit';
import { batchWords as words } from './words';

/** How fast something goes on, over what was seen of it. */
export class Pace {
  #begun: { readonly at: number; readonly done: number } | undefined;

  /** @returns a second; 0 while that is not known */
  of(done: number): number {
    this.#begun ??= { at: Date.now(), done };
    const seconds = (Date.now() - this.#begun.at) / 1000;
    return seconds >= 1 ? (done - this.#begun.done) / seconds : 0;
  }
}

/** How long so much takes at so much a second. */
export function timeLeft(rest: number, rate: number): string {
  const seconds = Math.ceil(rest / rate);
  return seconds < 90
    ? say(words.seconds, { n: seconds })
    : say(words.minutes, { n: Math.ceil(seconds / 60) });
}
