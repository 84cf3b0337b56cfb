import { once } from 'node:events';
import type { handleUnaryCall, sendUnaryData, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { messageOf } from '../errors.js';
import { codes, RpcError } from './status.js';

/** Counts calls under way and refuses more than the limit, in the words of a peer's limiter. */
export class CallLimit {
  readonly #service: string;
  readonly #limit: number;
  #running = 0;

  constructor(service: string, limit: number) {
    this.#service = service;
    this.#limit = limit;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limit) {
      throw new RpcError(
        codes.UNKNOWN,
        `too many requests for ${this.#service}, exceeding concurrency limit (${this.#limit})`,
      );
    }
    this.#running += 1;
    try {
      return await task();
    } finally {
      this.#running -= 1;
    }
  }
}

export function asRpcError(error: unknown): RpcError {
  return error instanceof RpcError ? error : new RpcError(codes.UNKNOWN, messageOf(error));
}

interface Cancellable {
  on(event: 'cancelled', listener: () => void): unknown;
}

/** Aborts when the caller goes away or the ledger closes. */
export function callSignal(call: Cancellable, closing: AbortSignal): AbortSignal {
  const cancelled = new AbortController();
  call.on('cancelled', () => {
    cancelled.abort();
  });
  return AbortSignal.any([cancelled.signal, closing]);
}

/** A unary handler from an asynchronous function. */
export function unary<Request, Response>(
  limit: CallLimit,
  closing: AbortSignal,
  handle: (request: Request, signal: AbortSignal) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
    const signal = callSignal(call, closing);
    limit
      .run(async () => handle(call.request, signal))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(asRpcError(error)),
      );
  };
}

/** Writes to a stream no faster than its reader reads. */
export async function writeSlowly<Response>(
  call: { write(response: Response): boolean } & NodeJS.EventEmitter,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  if (call.write(response) || signal.aborted) return;
  await once(call, 'drain', { signal }).catch(() => undefined);
}

/** A server-streaming handler from an asynchronous generator. */
export function serverStream<Request, Response>(
  limit: CallLimit,
  closing: AbortSignal,
  generate: (request: Request, signal: AbortSignal) => AsyncGenerator<Response>,
): (call: ServerWritableStream<Request, Response>) => void {
  return (call) => {
    const signal = callSignal(call, closing);
    limit
      .run(async () => {
        for await (const response of generate(call.request, signal))
          await writeSlowly(call, response, signal);
        if (closing.aborted) throw new RpcError(codes.UNAVAILABLE, 'the ledger is closing');
      })
      .then(
        () => call.end(),
        (error: unknown) => call.emit('error', asRpcError(error)),
      );
  };
}
