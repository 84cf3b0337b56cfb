import { concat } from '../formats/bytes.js';
import { MirrorError } from './error.js';

/** The part of the platform’s `fetch` that is needed; give your own for proxies and tests. */
export type Fetch = (
  url: string,
  init: { signal: AbortSignal; headers?: Readonly<Record<string, string>> },
) => Promise<Response>;

/** Where a feed is got from, and how much of it. */
export interface SourceOptions {
  /** Where `feed/…` lies, such as `https://mirror.example.gov.cn/`. None of them need be trusted. */
  readonly urls: readonly string[];
  /** The platform’s unless given. */
  readonly fetch?: Fetch;
  /** The most bytes of one response, after decompression; 64 MiB by default. */
  readonly maxResponseBytes?: number;
  /**
   * The most time for one response, in milliseconds; 30 s by default. A sync does not ask a server again that kept it
   * waiting for one and a half of that in vain.
   */
  readonly timeout?: number;
}

/** The bytes of a file from an offset on. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly from: number;
}

/** Gets files of the feed, bounded in bytes and in time. */
export class FeedSource {
  readonly urls: readonly string[];
  readonly #fetch: Fetch;
  readonly #max: number;
  readonly #timeout: number;
  /** For how many milliseconds each server kept requests waiting, those that were under way together too. */
  readonly #wasted = new Map<string, number>();
  readonly #givesUp: boolean;
  #received = 0;

  /**
   * @param givesUp whether a server that was waited for too long is not asked again: thousands of requests that each
   *   end just in time would keep a sync from getting to the next server for days
   */
  constructor(
    { urls, fetch, maxResponseBytes = 64 * 1024 * 1024, timeout = 30_000 }: SourceOptions,
    givesUp = false,
  ) {
    this.#givesUp = givesUp;
    this.urls = urls;
    this.#fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));
    this.#max = maxResponseBytes;
    this.#timeout = timeout;
  }

  /** Bytes received so far, over all responses. */
  get received(): number {
    return this.#received;
  }

  /** One file from one of the urls, of at most `max` bytes; undefined when the server says that there is none. */
  async get(url: string, path: string, max = this.#max): Promise<Uint8Array | undefined> {
    return (await this.#request(url, path, max))?.bytes;
  }

  /** A file from an offset on (RFC 9110 §14), or all of it where the server gives no parts. */
  rest(url: string, path: string, from: number, max: number): Promise<Part | undefined> {
    return this.#request(url, path, max, from);
  }

  async #request(url: string, path: string, max: number, from = 0): Promise<Part | undefined> {
    // Two that were not answered, or more that were in the end.
    if (this.#givesUp && (this.#wasted.get(url) ?? 0) > 1.5 * this.#timeout)
      throw new MirrorError('FEED_UNREACHABLE', 'is too slow');
    const begun = performance.now();
    let bytes = 0;
    try {
      const part = await this.#ask(url, path, max, from);
      bytes = part?.bytes.length ?? 0;
      return part;
    } finally {
      // A byte a millisecond: over a slower line no mirror could be kept up to date.
      const due = this.#timeout / 6 + bytes;
      const wasted = Math.max(0, performance.now() - begun - due);
      this.#wasted.set(url, (this.#wasted.get(url) ?? 0) + wasted);
    }
  }

  async #ask(url: string, path: string, max: number, from: number): Promise<Part | undefined> {
    const address = new URL(path, url.endsWith('/') ? url : `${url}/`).href;
    try {
      const signal = AbortSignal.timeout(this.#timeout);
      const range = from > 0 ? { headers: { Range: `bytes=${from}-` } } : {};
      const response = await this.#fetch(address, { signal, ...range });
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok) throw new MirrorError('FEED_UNREACHABLE', `answered ${response.status}`);
      const bytes = await this.#body(response, signal, Math.min(max, this.#max));
      return { bytes, from: response.status === 206 ? from : 0 };
    } catch (cause) {
      if (cause instanceof MirrorError) throw cause;
      throw new MirrorError('FEED_UNREACHABLE', 'does not answer, or not in time', { cause });
    }
  }

  async #body(response: Response, signal: AbortSignal, max: number): Promise<Uint8Array> {
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      this.#received += value.length;
      if (length > max || signal.aborted) {
        await reader.cancel();
        throw new MirrorError('FEED_TOO_LARGE', `a response exceeds ${max} bytes or ${this.#timeout} ms`);
      }
      chunks.push(value);
    }
    return concat(...chunks);
  }
}
