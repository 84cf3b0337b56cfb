import {
  HttpTimestampAuthority,
  TimestampError,
  readTimestampRoots,
} from '../certificates/timestamps/index.js';
import type { TimestampErrorCode, TimestampSource } from '../certificates/timestamps/index.js';
import type { ValidationData } from '../certificates/signing/index.js';
import { Problem } from '../platform/problems/index.js';
import type { Settings } from '../platform/settings/index.js';
import { Backoff, Notifier } from '../platform/waiting/index.js';
import type { Pulse } from '../upkeep/health/index.js';

/** What ends by itself, or by setting a clock: a start need not wait for it, issuing does. */
const PASSING: ReadonlySet<TimestampErrorCode> = new Set([
  'TIMESTAMP_UNREACHABLE',
  'TIMESTAMP_CLOCKS_DIFFER',
]);

/** A time-stamping authority outside, and a pulse that tells whether it gives timestamps. */
export class WatchedAuthority implements TimestampSource {
  readonly #authority: HttpTimestampAuthority;
  readonly #pulse: Pulse;
  readonly #failing = new Notifier();

  private constructor(authority: HttpTimestampAuthority, pulse: Pulse) {
    this.#authority = authority;
    this.#pulse = pulse;
  }

  /**
   * @param onTrouble told why there are no timestamps yet
   * @throws Problem for an authority whose timestamps no verifier would accept: documents would be minted in vain
   */
  static async open(
    { url, roots: files }: NonNullable<Settings['timestamps']>,
    pulse: Pulse,
    onTrouble: (error: unknown) => void,
  ): Promise<WatchedAuthority> {
    const roots = await readTimestampRoots(files);
    const authority = new HttpTimestampAuthority({ url, ...(roots.length > 0 && { roots }) });
    const watched = new WatchedAuthority(authority, pulse);
    try {
      await watched.#ask();
    } catch (error) {
      if (!(error instanceof TimestampError)) throw error;
      const { code, words } = error;
      if (!PASSING.has(code)) {
        throw new Problem('invalid', 'TIMESTAMPS_UNUSABLE', {
          zh: `CERTBRIDGE_TIMESTAMPS 所指的时间戳机构不能使用：${words.zh}请换一个，或更正 CERTBRIDGE_TIMESTAMP_ROOTS。`,
          en: `CERTBRIDGE_TIMESTAMPS names an authority that cannot serve here. ${words.en} Name another, or correct CERTBRIDGE_TIMESTAMP_ROOTS.`,
        });
      }
      onTrouble(error);
    }
    return watched;
  }

  /**
   * While it gives none it is asked again: issuing may have nothing to ask it for, above all where a load balancer
   * sends no work to a service that cannot issue.
   */
  async run(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(1_000, 60_000);
    while (!signal.aborted) {
      if (this.#pulse.isFailing) await this.#ask().catch(() => undefined);
      if (this.#pulse.isFailing) await backoff.wait(signal);
      else {
        backoff.reset();
        await this.#failing.wait(signal);
      }
    }
  }

  maxTokenLength(): Promise<number> {
    return this.#needed(this.#authority.maxTokenLength());
  }

  validationData(): Promise<ValidationData> {
    return this.#needed(this.#authority.validationData());
  }

  async stamp(digest: Uint8Array, known?: readonly Uint8Array[]): Promise<Uint8Array> {
    const token = await this.#needed(this.#authority.stamp(digest, known));
    this.#pulse.succeeded();
    return token;
  }

  async #ask(): Promise<void> {
    await this.#needed(this.#authority.prove());
    this.#pulse.succeeded();
  }

  /** What may be known from before does not show that it answers now; a failure does that it does not. */
  async #needed<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#pulse.failed(error);
      this.#failing.notify();
      throw error;
    }
  }
}
