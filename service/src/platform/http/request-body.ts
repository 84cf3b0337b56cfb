import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import { Problem } from '../problems/index.js';
import type { Body } from './operation.js';
import { allowSilence } from './silence.js';

const FORM = 'application/x-www-form-urlencoded';

/** Media type of the request without its parameters, in lower case. */
export function mediaOf(ctx: Context): string {
  return (ctx.get('Content-Type').split(';')[0] ?? '').trim().toLowerCase();
}

/** @param limit of JSON bodies, in bytes */
export async function readBody(ctx: Context, body: Body | undefined, limit: number): Promise<unknown> {
  if (body === undefined) return undefined;
  const accepted = 'stream' in body ? body.stream : ['json' in body ? 'application/json' : FORM];
  if (!accepted.includes(mediaOf(ctx))) {
    throw new Problem('unsupported', 'MEDIA_TYPE_UNSUPPORTED', {
      zh: `内容的格式须是 ${accepted.join('、')}。`,
      en: `Send the content as ${accepted.join(' or ')}.`,
    });
  }
  const max = 'stream' in body ? body.limit : limit;
  if (Number(ctx.get('Content-Length') || 0) > max) throw tooLarge(max);
  if ('stream' in body) {
    ctx.req.once('end', () => {
      // One that is refused is answered before.
      if (!ctx.res.headersSent) allowSilence(ctx.req.socket);
    });
    return limited(ctx.req, max);
  }
  const bytes = await collect(ctx.req, max);
  return 'json' in body ? parse(bytes) : parseForm(bytes);
}

function tooLarge(max: number): Problem {
  return new Problem('too-large', 'BODY_TOO_LARGE', {
    zh: `内容最多 ${max} 字节：请拆分。`,
    en: `The content may have at most ${max} bytes.`,
  });
}

async function collect(request: Readable, max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // A request that is destroyed has no connection to be answered on.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > max) throw tooLarge(max);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new Problem('invalid', 'JSON_INVALID', {
      zh: '内容不是 UTF-8 的 JSON。',
      en: 'The content is not JSON in UTF-8.',
    });
  }
}

function parseForm(bytes: Buffer): unknown {
  const fields = [...new URLSearchParams(bytes.toString('utf8'))];
  const names = new Set(fields.map(([name]) => name));
  if (names.size < fields.length) {
    throw new Problem('invalid', 'FORM_INVALID', {
      zh: '表单的某个参数出现了多次。',
      en: 'A parameter of the form is given more than once.',
    });
  }
  return Object.fromEntries(fields);
}

function limited(request: Readable, max: number): Readable {
  let length = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      length += chunk.length;
      if (length > max) done(tooLarge(max));
      else done(null, chunk);
    },
  });
  // Who reads it later is told; until then nobody listens, and an error without a listener ends the process.
  count.on('error', () => undefined);
  request.once('error', (error) => count.destroy(error));
  request.once('aborted', () =>
    count.destroy(
      new Problem('invalid', 'BODY_CUT_OFF', {
        zh: '内容没有传完：请再传一次。',
        en: 'The content ended too early: send it again.',
      }),
    ),
  );
  return request.pipe(count);
}
