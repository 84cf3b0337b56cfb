import type { LedgerSettings } from '../settings.js';

/** Why a transaction was not taken: orderer status, and its text. */
export class OrdererRefusal extends Error {
  readonly status: 'BAD_REQUEST' | 'FORBIDDEN' | 'SERVICE_UNAVAILABLE';

  constructor(status: OrdererRefusal['status'], message: string) {
    super(message);
    this.name = 'OrdererRefusal';
    this.status = status;
  }
}

/** Puts transactions in order and cuts blocks by count, size and age; one block is committed at a time. */
export class Orderer {
  readonly #commit: (envelopes: readonly Uint8Array[]) => Promise<void>;
  readonly #settings: LedgerSettings;
  readonly #onFailure: (error: unknown) => void;
  #queue: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;
  #stopped: string | undefined;

  constructor(
    settings: LedgerSettings,
    commit: (envelopes: readonly Uint8Array[]) => Promise<void>,
    onFailure: (error: unknown) => void,
  ) {
    this.#settings = settings;
    this.#commit = commit;
    this.#onFailure = onFailure;
  }

  /** Takes a transaction. @throws OrdererRefusal */
  submit(envelope: Uint8Array): void {
    const { transactionBytes, queuedTransactions, blockTransactions, blockTimeoutMs } = this.#settings;
    if (this.#stopped !== undefined) throw new OrdererRefusal('SERVICE_UNAVAILABLE', this.#stopped);
    if (envelope.length > transactionBytes) {
      throw new OrdererRefusal(
        'BAD_REQUEST',
        `message payload is ${envelope.length} bytes and exceeds maximum allowed ${transactionBytes} bytes`,
      );
    }
    if (this.#queue.length >= queuedTransactions) {
      throw new OrdererRefusal('SERVICE_UNAVAILABLE', 'the queue of transactions is full');
    }
    this.#queue.push(envelope);
    if (this.#queue.length >= blockTransactions) this.#startCommitting();
    else this.#timer ??= setTimeout(() => this.#startCommitting(), blockTimeoutMs);
  }

  #startCommitting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#committing ??= this.#commitQueue().finally(() => {
      this.#committing = undefined;
    });
  }

  /** What came in while a block was being written is old enough to be cut at once. */
  async #commitQueue(): Promise<void> {
    while (this.#queue.length > 0 && this.#stopped === undefined) {
      try {
        await this.#commit(this.#cut());
      } catch (error) {
        this.#stopped = 'the ledger could not write a block and has halted';
        this.#onFailure(error);
      }
    }
  }

  #cut(): Uint8Array[] {
    const { blockTransactions, blockBytes } = this.#settings;
    let bytes = 0;
    let count = 0;
    for (const envelope of this.#queue) {
      bytes += envelope.length;
      // A transaction larger than the preferred size gets a block of its own.
      if (count > 0 && (count >= blockTransactions || bytes > blockBytes)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** Takes nothing more and commits what was taken. */
  async close(): Promise<void> {
    const waiting = this.#queue.length > 0;
    if (waiting) this.#startCommitting();
    await this.#committing;
    this.#stopped ??= 'the ledger is closing';
  }
}
