import { randomBytes } from 'node:crypto';
import {
  DerError,
  TAG,
  decodePem,
  openDer,
  parseCertificate,
  readDer,
  readSmallInteger,
} from '@certbridge/verifier-sdk/der';
import type { Certificate, VerifiedTimestamp } from '@certbridge/verifier-sdk/der';
import { integer } from '../cms/index.js';
import { fetchCrls } from '../signing/index.js';
import type { ValidationData } from '../signing/index.js';
import { TimestampError } from './errors.js';
import { encodeRequest } from './request.js';
import type { TimestampSource } from './source.js';
import { carriedBy, verifyToken } from './token.js';

export interface HttpTimestampOptions {
  readonly url: string;
  /** Roots that the authority's chain must end in, PEM or DER; without them the chain is not judged. */
  readonly roots?: readonly Uint8Array[];
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970; the clock's unless given. */
  readonly now?: () => number;
}

const MAX_ANSWER = 64 * 1024;
const TIMEOUT_MS = 10_000;

/** Revocation lists are fetched again after so long: what goes into a document should be fresh. */
const LISTS_MS = 6 * 3_600_000;

/** With the signer's own chain a document has room for 16 (the verifier's profile). */
const MAX_CERTIFICATES = 12;

/** What one timestamp tells of its authority. */
interface Known {
  readonly maxTokenLength: number;
  /** All that came with it, and the roots. */
  readonly certificates: readonly Uint8Array[];
  /** Those of them that can be read. */
  readonly chain: readonly Certificate[];
  readonly crls: readonly Uint8Array[];
  /** When the lists were fetched. */
  readonly at: number;
}

/**
 * Any RFC 3161 authority over HTTP (§3.4). The first use takes one timestamp, to learn its chain and its tokens' length;
 * an authority that is away then is asked again at the next use.
 */
export class HttpTimestampAuthority implements TimestampSource {
  readonly #options: HttpTimestampOptions;
  readonly #roots: readonly Certificate[] | undefined;
  #known: Known | undefined;
  #learning: Promise<Known> | undefined;

  /** @throws DerError for a root that is no certificate */
  constructor(options: HttpTimestampOptions) {
    this.#options = options;
    this.#roots = options.roots?.map(readRoot);
  }

  /**
   * Takes a timestamp: whether this authority serves, while nothing depends on it.
   * @throws TimestampError `TIMESTAMP_WRONG` where a verifier would not accept what it gives
   */
  async prove(): Promise<void> {
    if (this.#known) await this.stamp(randomBytes(32));
    else await this.#learn();
  }

  async maxTokenLength(): Promise<number> {
    return (await this.#learn()).maxTokenLength;
  }

  async stamp(digest: Uint8Array, known?: readonly Uint8Array[]): Promise<Uint8Array> {
    const learnt = await this.#learn();
    const { token } = await this.#take(digest, known ?? learnt.certificates);
    if (token.length > learnt.maxTokenLength) {
      throw new TimestampError('TIMESTAMP_WRONG', {
        zh: `时间戳已增大到 ${token.length} 字节：请重新启动服务，以预留更多空间。`,
        en: `The authority's token has grown to ${token.length} bytes; restart the service to reserve more.`,
      });
    }
    return token;
  }

  async validationData(): Promise<ValidationData> {
    const known = await this.#learn();
    if (this.#now() - known.at < LISTS_MS) return known;
    const crls = await fetchCrls(dersOf(known.chain), this.#options);
    // An authority whose lists cannot be had now keeps the old ones: they are better than none.
    this.#known = { ...known, at: this.#now(), crls: crls.length > 0 ? crls : known.crls };
    return this.#known;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  async #learn(): Promise<Known> {
    if (this.#known) return this.#known;
    this.#learning ??= this.#ask();
    try {
      this.#known = await this.#learning;
      return this.#known;
    } finally {
      this.#learning = undefined;
    }
  }

  async #ask(): Promise<Known> {
    const { token, read } = await this.#take(randomBytes(32));
    const roots = this.#roots ?? [];
    const certificates = [...carriedBy(read), ...roots.map(({ der }) => der)];
    if (certificates.length > MAX_CERTIFICATES) {
      throw new TimestampError('TIMESTAMP_WRONG', {
        zh: `时间戳所附的数字证书多于文件所能容纳的：有 ${certificates.length} 个，最多 ${MAX_CERTIFICATES} 个。`,
        en: `The timestamp comes with more certificates than a document holds: ${certificates.length}, at most ${MAX_CERTIFICATES}.`,
      });
    }
    const chain = [...read.signedData.certificates, ...roots];
    const crls = await fetchCrls(dersOf(chain), this.#options);
    // An authority may have several signers; half as much again covers what differs between them.
    return { maxTokenLength: Math.ceil(token.length * 1.5), certificates, chain, crls, at: this.#now() };
  }

  /** One token, which a verifier accepts beside `known`; where its signers or their chain change, all is learnt anew. */
  async #take(
    digest: Uint8Array,
    known?: readonly Uint8Array[],
  ): Promise<{ token: Uint8Array; read: VerifiedTimestamp }> {
    const nonce = randomBytes(8);
    const token = tokenIn(await post(this.#options, encodeRequest(digest, nonce)));
    try {
      const read = await verifyToken(token, {
        digest,
        nonce: readDer(integer(nonce)).contents,
        now: this.#now(),
        ...(known && { known }),
        ...(this.#roots && { roots: this.#roots }),
      });
      return { token, read };
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }
}

const dersOf = (chain: readonly Certificate[]): Uint8Array[] => chain.map(({ der }) => der);

function readRoot(root: Uint8Array): Certificate {
  const text = Buffer.from(root).toString('latin1');
  const [der = root] = text.includes('-----BEGIN') ? decodePem(text) : [];
  return parseCertificate(new Uint8Array(der));
}

async function post(options: HttpTimestampOptions, body: Uint8Array): Promise<Uint8Array> {
  try {
    const response = await (options.fetch ?? fetch)(options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
    const answer = new Uint8Array(await response.arrayBuffer());
    if (answer.length > MAX_ANSWER) throw new TypeError('the answer is too long');
    return answer;
  } catch (cause) {
    const words = { zh: '时间戳机构没有答复。', en: 'The time-stamping authority cannot be asked.' };
    throw new TimestampError('TIMESTAMP_UNREACHABLE', words, { cause });
  }
}

/** The TimeStampToken of a TimeStampResp (RFC 3161 §2.4.2). @throws TimestampError */
function tokenIn(answer: Uint8Array): Uint8Array {
  try {
    const response = openDer(answer);
    const status = response.open();
    const code = readSmallInteger(status.read(TAG.integer));
    // Granted, or granted with modifications; only then there is a token.
    if (code > 1 || response.done) {
      const words = { zh: '时间戳机构拒绝了请求。', en: 'The time-stamping authority refused the request.' };
      throw new TimestampError('TIMESTAMP_REFUSED', words);
    }
    const token = response.read(TAG.sequence).der;
    response.end();
    return token;
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    const words = { zh: '时间戳机构的答复不是 TimeStampResp。', en: 'The answer is not a TimeStampResp.' };
    throw new TimestampError('TIMESTAMP_WRONG', words, { cause });
  }
}
