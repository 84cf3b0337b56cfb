import { setTimeout as delay } from 'node:timers/promises';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { NotAuthenticated, requireRole } from '../principal/index.js';
import type { Principal, TokenCheck } from '../principal/index.js';
import { Problem } from '../problems/index.js';
import type { Call, Operation, Reply } from './operation.js';
import { mediaOf, readBody } from './request-body.js';

export interface MountOptions {
  readonly tokens: TokenCheck;
  /** Bytes of a JSON body. */
  readonly bodyLimit: number;
  /** Milliseconds that an operation not marked `long` may take. */
  readonly timeout: number;
  /** Fires when the service stops: ends what is long. */
  readonly stopping: AbortSignal;
}

type AnyCall = Call<z.ZodObject, z.ZodObject, undefined>;

/** Puts an operation on the router: token, role, schemas, handler, schemas again. */
export function mount(router: Router, operation: Operation, options: MountOptions): void {
  const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
  router[operation.method](path, async (ctx: Context) => {
    const call = await readCall(ctx, operation, options);
    const work = (operation as unknown as { handle(call: AnyCall): Promise<Reply> }).handle(call);
    send(ctx, operation, await (operation.long === true ? work : inTime(work, options.timeout)));
  });
}

const NOBODY: Principal = { subject: '', roles: [], issuers: [], types: [] };

async function readCall(ctx: Context, operation: Operation, options: MountOptions): Promise<AnyCall> {
  const principal = operation.roles ? await authenticate(ctx, options.tokens) : NOBODY;
  if (operation.roles) requireRole(principal, ...operation.roles);
  const params = checked(operation.params, ctx['params'], 'path');
  const query = checked(operation.query, { ...ctx.query }, 'query');
  const idempotencyKey = operation.idempotent === true ? readIdempotencyKey(ctx) : undefined;
  const raw = await readBody(ctx, operation.body, options.bodyLimit);
  const body =
    operation.body && 'json' in operation.body ? checked(operation.body.json, raw, 'content') : raw;
  const ifNoneMatch = ctx.get('If-None-Match') || undefined;
  const lastEventId = ctx.get('Last-Event-ID') || undefined;
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, options.stopping]);
  const headers = { media: mediaOf(ctx), idempotencyKey, ifNoneMatch, lastEventId };
  return { params, query, body, principal, signal, ...headers } as AnyCall;
}

async function authenticate(ctx: Context, tokens: TokenCheck): Promise<Principal> {
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(ctx.get('Authorization')) ?? [];
  if (token === undefined) throw new NotAuthenticated('Send an access token: "Authorization: Bearer …".');
  return tokens.principal(token);
}

function checked(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return {};
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // zod's messages tell types and rules, not the values that were sent.
  const errors = result.error.issues
    .slice(0, 20)
    .map((issue) => ({ where, path: issue.path.map(String).join('.'), message: issue.message }));
  const [first] = errors;
  throw new Problem(
    'invalid',
    'REQUEST_INVALID',
    `The ${where} is wrong${first?.path ? ` at ${first.path}` : ''}: ${first?.message ?? ''}`,
    { details: { errors } },
  );
}

function readIdempotencyKey(ctx: Context): string | undefined {
  const key = ctx.get('Idempotency-Key');
  if (key === '') return undefined;
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new Problem(
      'invalid',
      'IDEMPOTENCY_KEY_INVALID',
      'An Idempotency-Key is 1 to 128 visible ASCII characters.',
    );
  }
  return key;
}

async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const done = new AbortController();
  const late = delay(milliseconds, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Problem('unavailable', 'TIMEOUT', 'This took too long; it may or may not have been done.');
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

function send(ctx: Context, operation: Operation, reply: Reply): void {
  const answer = operation.answers[reply.status];
  if (!answer) throw new Error(`${operation.id} answered ${reply.status}, which it does not declare`);
  ctx.status = reply.status;
  // What needs a token is nobody else's to keep.
  if (operation.roles) ctx.set('Cache-Control', 'no-store');
  if (reply.headers) ctx.set({ ...reply.headers });
  if ('json' in answer) {
    const result = answer.json.safeParse(reply.json);
    if (!result.success) {
      throw new Error(`${operation.id} answered what its schema refuses: ${z.prettifyError(result.error)}`);
    }
    ctx.body = JSON.stringify(result.data);
    ctx.type = 'application/json';
  } else if ('media' in answer) {
    ctx.body =
      reply.stream ?? (typeof reply.bytes === 'string' ? reply.bytes : Buffer.from(reply.bytes ?? []));
    ctx.type = reply.media ?? [answer.media].flat()[0] ?? '';
  } else {
    ctx.body = null;
    ctx.status = reply.status;
  }
}
