import type { IncomingMessage } from 'node:http';
import type { EmbeddedTimestampAuthority } from './embedded.js';

/** A request is about 70 bytes; the longest reasonable one stays under this. */
const MAX_REQUEST = 4096;

/** What the handler needs of a Koa context. */
export interface TimestampContext {
  readonly req: IncomingMessage;
  status: number;
  type: string;
  body: unknown;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_REQUEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Koa middleware for `POST /timestamps` (RFC 3161 §3.4); mount it before any body parser. */
export function timestampHandler(
  authority: EmbeddedTimestampAuthority,
): (ctx: TimestampContext) => Promise<void> {
  return async (ctx) => {
    const body = await readBody(ctx.req);
    if (body === undefined) {
      ctx.status = 413;
      return;
    }
    ctx.status = 200;
    ctx.type = 'application/timestamp-reply';
    ctx.body = Buffer.from(await authority.answer(body));
  };
}
