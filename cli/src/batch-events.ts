import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import { batch } from './answers.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';

/** A batch as an event told of it. */
export interface BatchEvent {
  readonly batch: z.output<typeof batch>;
  /** Where to resume: `Last-Event-ID` (WHATWG HTML §9.2.4). */
  readonly id: string | undefined;
}

export interface EventsFrom {
  readonly lastEventId: string | undefined;
  /** Milliseconds of silence after which the stream has stalled. */
  readonly stalled: number;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/** A connection that nothing comes out of: a proxy that stalls, or that collects answers before it sends them. */
export class StreamStalled extends CallFailed {
  constructor() {
    super(
      'STREAM_STALLED',
      { zh: '进度消息中断。', en: 'The stream of events has stalled.' },
      { exit: exitCodes.unavailable, transient: true },
    );
  }
}

/**
 * The states of a batch as the service tells of them. Its end says nothing about the batch: the service may have
 * stopped, a proxy may have cut it.
 * @throws StreamStalled; CallFailed where the stream cannot be opened or breaks off
 */
export async function* batchEvents(
  client: Client,
  path: string,
  { lastEventId, stalled, signal }: EventsFrom,
): AsyncGenerator<BatchEvent, void> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stalled);
  const ended = AbortSignal.any([signal, stall.signal]);
  try {
    const headers = { ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    const { body } = await client.open(`${path}/events`, { signal: ended, headers });
    if (!body) return;
    const alive = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        timer.refresh();
        controller.enqueue(chunk);
      },
    });
    const events = body
      .pipeThrough(alive)
      .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
      .pipeThrough(new EventSourceParserStream());
    for await (const { data, id } of events) yield { batch: batch.parse(JSON.parse(data)), id };
  } catch (cause) {
    if (signal.aborted) return;
    if (stall.signal.aborted) throw new StreamStalled();
    if (cause instanceof CallFailed) throw cause;
    throw new CallFailed(
      'STREAM_CUT_OFF',
      { zh: '进度消息中断。', en: 'The stream of events was cut off.' },
      { exit: exitCodes.unavailable, transient: true, cause },
    );
  } finally {
    clearTimeout(timer);
    stall.abort();
  }
}
