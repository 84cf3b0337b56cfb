import { canonicalJson } from '../canonical/json';
import type { Json } from '../canonical/json';
import type { Key, State } from '../state/transaction';
import type { Status } from './status';

/**
 * What the ledger holds under a certificate. Who waits for it stands beside its status, so that what ends it, which
 * reads its status anyway, need not read anything else to know.
 */
interface Held {
  readonly status?: Status;
  /** The certificate that becomes superseded by this one on a day, or became so. */
  readonly awaitedBy?: string;
}

const keyOf = (issuer: string, cert: string): Key => ['status', issuer, cert];

/** The certificates of one issuer that a call changes: each is read once and written once. */
export class Certificates {
  readonly #read = new Map<string, Held>();
  readonly #changed = new Map<string, Held>();

  constructor(
    private readonly state: State,
    private readonly issuer: string,
  ) {}

  /** As it was before the call. */
  async before(cert: string): Promise<Held> {
    const known = this.#read.get(cert);
    if (known) return known;
    const held = ((await this.state.get(keyOf(this.issuer, cert))) ?? {}) as Held;
    this.#read.set(cert, held);
    return held;
  }

  /** Gives it its next status, and tells the one that it waits for, or does no longer. */
  async change(cert: string, status: Status): Promise<void> {
    const before = (await this.before(cert)).status?.pending?.by.cert;
    const next = status.pending?.by.cert;
    await this.#set(cert, { status });
    if (before === next) return;
    if (before !== undefined) await this.#set(before, { awaitedBy: undefined });
    if (next !== undefined) await this.#set(next, { awaitedBy: cert });
  }

  async #set(cert: string, part: { [Member in keyof Held]: Held[Member] | undefined }): Promise<void> {
    const held = this.#changed.get(cert) ?? (await this.before(cert));
    const { status, awaitedBy } = { ...held, ...part };
    this.#changed.set(cert, { ...(status && { status }), ...(awaitedBy !== undefined && { awaitedBy }) });
  }

  async write(): Promise<void> {
    for (const [cert, held] of this.#changed) {
      const key = keyOf(this.issuer, cert);
      const isEmpty = Object.keys(held).length === 0;
      await (isEmpty ? this.state.remove(key) : this.state.put(key, held as unknown as Json));
    }
  }
}

/** What is recorded of a certificate, if anything is. */
export async function readStatus(state: State, issuer: string, cert: string): Promise<Status | undefined> {
  return (await new Certificates(state, issuer).before(cert)).status;
}

/** Every status that a certificate had, newest first. */
export async function* statusHistory(state: State, issuer: string, cert: string): AsyncIterable<Status> {
  let newer: string | undefined;
  for await (const held of state.history(keyOf(issuer, cert))) {
    const { status } = held as Held;
    const text = canonicalJson((status ?? null) as unknown as Json);
    // The same one again was written because another certificate began, or ceased, to wait for this one.
    if (status !== undefined && text !== newer) yield status;
    newer = text;
  }
}
