import { Readable } from 'node:stream';

const EVERY = 15_000;

export interface ServerEvent {
  readonly event: string;
  /** Names it to whoever resumes after it: `Last-Event-ID`. */
  readonly id?: string;
  readonly data: unknown;
}

/** Proxies that collect an answer before they hand it on (nginx) are asked not to. */
export const eventStreamHeaders = { 'X-Accel-Buffering': 'no' } as const;

/**
 * Server-sent events (WHATWG HTML §9.2), with a comment now and then so that proxies keep the line open, and
 * readers see that it still is.
 */
export function eventStream(events: AsyncIterable<ServerEvent>, signal: AbortSignal): Readable {
  const stream = new Readable({ read: () => undefined });
  const alive = setInterval(() => stream.push(': alive\n\n'), EVERY);
  stream.once('close', () => clearInterval(alive));
  void feed(stream, events, signal).catch((error: unknown) => {
    // What the abort itself broke off ends the stream as it should.
    if (signal.aborted) stream.push(null);
    else stream.destroy(error instanceof Error ? error : new Error('events failed'));
  });
  return stream;
}

async function feed(
  stream: Readable,
  events: AsyncIterable<ServerEvent>,
  signal: AbortSignal,
): Promise<void> {
  for await (const { event, id, data } of events) {
    if (signal.aborted || stream.destroyed) break;
    stream.push(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }
  stream.push(null);
}
