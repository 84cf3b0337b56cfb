import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Database, Transaction } from '../database/index.js';
import { NotAuthenticated, requirePermission, requirePurpose } from '../principal/index.js';
import type { Actor, Principal } from '../principal/index.js';
import { Problem } from '../problems/index.js';
import { actorOf, requireReadablePurpose } from './actor.js';
import { isEventStream, onceClosed } from './limits.js';
import type { Limits } from './limits.js';
import type { Call, Caller, Operation, Reply } from './operation.js';
import { requestId } from './problem-details.js';
import { mediaOf, readBody } from './request-body.js';
import { allowSilence, endSilence } from './silence.js';

/** Whom a request speaks for. */
export interface Authenticated {
  readonly principal: Principal;
  /** The id of the session that it came in. */
  readonly session?: string | undefined;
}

export interface MountOptions {
  /** @throws NotAuthenticated; Problem `unavailable` where it cannot be told now */
  readonly authenticate: (ctx: Context) => Promise<Authenticated>;
  /** Milliseconds after a sign-in in which it counts as fresh: step-up. */
  readonly freshFor: number;
  readonly limits: Limits;
  /** What internal operations demand as a bearer token; undefined: nothing, since they are not within everybody's reach. */
  readonly internalToken?: string | undefined;
  /** Told of what was refused to somebody who is known, before the answer is sent. */
  readonly onRefused: (refusal: Refusal) => Promise<void>;
  /** Where operations that change something have their transaction. */
  readonly database: Pick<Database, 'transaction'>;
  /** IP address of whoever sent the request. */
  readonly addressOf: (ctx: Context) => string;
  /** Bytes of a JSON body. */
  readonly bodyLimit: number;
  /** Milliseconds that an operation not marked `long` may take. */
  readonly timeout: number;
  /** Fires when the service stops: ends what is long. */
  readonly stopping: AbortSignal;
}

/** An operation that was not carried out, though it is known who wanted it. */
export interface Refusal {
  readonly by: Actor;
  readonly operation: Operation;
  /** As the path names it. */
  readonly issuer: string | undefined;
  readonly problem: Problem;
}

type AnyCall = Call<z.ZodObject, z.ZodObject, undefined, z.ZodObject>;

/** Puts an operation on the router: who, permission, schemas, handler, schemas again. */
export function mount(router: Router, operation: Operation, options: MountOptions): void {
  const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
  router[operation.method](path, async (ctx: Context) => {
    ctx.set({ ...operation.everyAnswer });
    const who = await callerOf(ctx, operation, options);
    try {
      const call = await readCall(ctx, operation, who, options);
      const work = bounded(ctx, operation, call, options);
      send(ctx, operation, await (operation.long === true ? work : inTime(work, options.timeout, TIMED_OUT)));
    } catch (problem) {
      if (operation.permission !== 'public' && problem instanceof Problem) {
        const by = actorOf(ctx, who.principal, options.addressOf);
        await options.onRefused({ by, operation, issuer: issuerIn(ctx), problem });
      }
      throw problem;
    } finally {
      endSilence(ctx.req.socket);
    }
  });
}

/** Whom the request speaks for; of nobody who is known, its address is counted. */
async function callerOf(ctx: Context, operation: Operation, options: MountOptions): Promise<Authenticated> {
  const { limits, internalToken } = options;
  if (operation.permission === 'public') {
    if (operation.internal === true && internalToken !== undefined) requireToken(ctx, internalToken);
    if (operation.vital !== true) await limits.ofAddress(options.addressOf(ctx));
    return NOBODY;
  }
  return limits.places.during(async () => {
    try {
      return await options.authenticate(ctx);
    } catch (refusal) {
      await limits.ofAddress(options.addressOf(ctx));
      throw refusal;
    }
  });
}

function requireToken(ctx: Context, token: string): void {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(ctx.get('Authorization')), digest(`Bearer ${token}`))) return;
  throw new NotAuthenticated({
    zh: '这里需要管理员设置的令牌（Authorization: Bearer …）。管理员见 CERTBRIDGE_INTERNAL_TOKEN。',
    en: 'This needs the token that the operator set: "Authorization: Bearer …". Administrators: see CERTBRIDGE_INTERNAL_TOKEN.',
  });
}

/** Carries it out within the bounds of what is done at once, by all and by this caller. */
async function bounded(
  ctx: Context,
  operation: Operation,
  call: AnyCall,
  { limits, database }: MountOptions,
): Promise<Reply> {
  const work = (): Promise<Reply> => carryOut(operation, call, database);
  const caller = call.principal.subject || call.caller.address;
  if (operation.vital === true) return work();
  if (isEventStream(operation)) {
    onceClosed(ctx, limits.streamsOfCaller.add(caller));
    return work();
  }
  // It takes as long as the caller sends.
  if (operation.quota !== 'upload') return limits.places.during(work);
  const ended = limits.uploadsOfCaller.add(caller);
  const upload = operation.keptAsItComes === true ? work() : limits.uploads.during(work);
  return upload.finally(ended);
}

function carryOut(operation: Operation, call: AnyCall, database: MountOptions['database']): Promise<Reply> {
  const { handle, change } = operation as unknown as {
    readonly handle?: (call: AnyCall) => Promise<Reply>;
    readonly change?: (call: AnyCall, tx: Transaction) => Promise<Reply>;
  };
  if (change) return database.transaction((tx) => change(call, tx));
  if (handle) return handle(call);
  throw new TypeError(`${operation.id} has neither handle nor change`);
}

const NOBODY: Authenticated = {
  principal: {
    kind: 'system',
    subject: '',
    roles: [],
    issuers: [],
    types: [],
    authenticatedAt: undefined,
  },
};

/** The issuer that the path names, or the hall: scopes have the codes of both. */
function issuerIn(ctx: Context): string | undefined {
  const { issuer, hall } = (ctx['params'] ?? {}) as { issuer?: string; hall?: string };
  return issuer ?? hall;
}

async function readCall(
  ctx: Context,
  operation: Operation,
  who: Authenticated,
  options: MountOptions,
): Promise<AnyCall> {
  const { permission } = operation;
  const { principal, session } = who;
  if (permission !== 'public') {
    await options.limits.ofCaller(principal);
    const occasion = { issuer: issuerIn(ctx), now: new Date(), freshFor: options.freshFor };
    requirePermission(principal, permission, occasion);
  }
  requireReadablePurpose(ctx);
  const actor = actorOf(ctx, principal, options.addressOf);
  if (permission !== 'public') requirePurpose(principal, permission, actor.purpose);
  const params = checked(operation.params, ctx['params'], 'path');
  if (operation.quota !== undefined) await options.limits.ofCaller(principal, operation.quota);
  refuseUnknown(operation.query, ctx.query);
  const query = checked(operation.query, { ...ctx.query }, 'query');
  const headers = checked(operation.headers, ctx.headers, 'header');
  const idempotencyKey = operation.idempotent === true ? readIdempotencyKey(ctx) : undefined;
  const reading = readBody(ctx, operation.body, options.bodyLimit);
  // Whoever sends a few bytes now and then must not hold a request open.
  const raw = await inTime(reading, options.timeout, TOO_SLOW);
  if (operation.long === true && ctx.req.complete) allowSilence(ctx.req.socket);
  const body = checkedBody(operation, raw);
  const ifNoneMatch = ctx.get('If-None-Match') || undefined;
  const lastEventId = ctx.get('Last-Event-ID') || undefined;
  const range = ctx.get('Range') || undefined;
  const gone = new AbortController();
  onceClosed(ctx, () => gone.abort());
  const signal = AbortSignal.any([gone.signal, options.stopping]);
  const acceptsGzip = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
  const caller: Caller = {
    address: options.addressOf(ctx),
    requestId: requestId(ctx),
    session,
    cookie: (name) => ctx.cookies.get(name),
  };
  const known = { media: mediaOf(ctx), idempotencyKey, ifNoneMatch, range, acceptsGzip, lastEventId };
  const inUploadTurn = <T>(turn: () => Promise<T>): Promise<T> => options.limits.uploads.inTurn(turn, signal);
  return {
    params,
    query,
    headers,
    body,
    principal,
    actor,
    caller,
    signal,
    inUploadTurn,
    ...known,
  } as AnyCall;
}

function checkedBody({ body }: Operation, raw: unknown): unknown {
  if (body === undefined || 'stream' in body) return raw;
  return checked('json' in body ? body.json : body.form, raw, 'content');
}

function checked(schema: z.ZodType | undefined, value: unknown, where: Part): unknown {
  if (schema === undefined) return {};
  const result = schema.safeParse(value);
  if (result.success) {
    const path = pathOfNul(result.data);
    if (path === undefined) return result.data;
    const message = 'has the character U+0000, which no text may hold: leave it out';
    throw refusedRequest(where, [{ where, path: path.join('.'), message }]);
  }
  // zod's messages tell types and rules, not the values that were sent.
  const errors = result.error.issues
    .slice(0, 20)
    .map((issue) => ({ where, path: issue.path.map(String).join('.'), message: issue.message }));
  throw refusedRequest(where, errors);
}

/**
 * A parameter that the operation does not know is refused, not passed over: whoever looks for a name by it would be
 * answered with everybody. What others add to, like the answer of a sign-in (RFC 6749 §4.1.2), has a catch-all.
 */
function refuseUnknown(schema: z.ZodObject | undefined, given: object): void {
  if (schema?.def.catchall !== undefined) return;
  const known = Object.keys(schema?.shape ?? {});
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const message = known.length === 0 ? 'takes no parameters' : `takes only ${known.join(', ')}`;
  throw refusedRequest('query', [{ where: 'query', path: '', message }]);
}

type Part = keyof typeof PARTS;
const PARTS = { path: '路径', query: '查询参数', header: '请求头', content: '内容' } as const;

interface RequestError {
  readonly where: Part;
  readonly path: string;
  readonly message: string;
}

function refusedRequest(where: Part, errors: readonly RequestError[]): Problem {
  const [first] = errors;
  const at = first?.path ? ` at ${first.path}` : '';
  const words = {
    zh: `请求的${PARTS[where]}有误${at && `（${first?.path}）`}：请按接口文档 /api 修改。`,
    en: `The ${where} is wrong${at}: ${first?.message ?? ''}`,
  };
  return new Problem('invalid', 'REQUEST_INVALID', words, { details: { errors } });
}

/** Where the first text is that has U+0000: PostgreSQL keeps it neither in text nor in jsonb. */
function pathOfNul(value: unknown): string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') ? [] : undefined;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const rest = pathOfNul(name) ?? pathOfNul(member);
    if (rest) return [name.replaceAll('\0', '\\u0000'), ...rest];
  }
  return undefined;
}

function readIdempotencyKey(ctx: Context): string | undefined {
  const key = ctx.get('Idempotency-Key');
  if (key === '') return undefined;
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new Problem('invalid', 'IDEMPOTENCY_KEY_INVALID', {
      zh: 'Idempotency-Key 是 1 至 128 个可见的 ASCII 字符。',
      en: 'An Idempotency-Key is 1 to 128 visible ASCII characters.',
    });
  }
  return key;
}

const TIMED_OUT = (): Problem =>
  new Problem('unavailable', 'TIMEOUT', {
    zh: '没有及时完成，可能已经办成：请刷新查看，不要重复提交。',
    en: 'This took too long; it may or may not have been done: look before you send it again.',
  });
const TOO_SLOW = (): Problem =>
  new Problem('slow', 'BODY_TOO_SLOW', {
    zh: '内容没有及时传完：请检查网络，再试一次。',
    en: 'The content did not arrive in time: look at the connection and send it again.',
  });

async function inTime<T>(work: Promise<T>, milliseconds: number, late: () => Problem): Promise<T> {
  const done = new AbortController();
  const over = delay(milliseconds, undefined, { signal: done.signal, ref: false }).then(() => {
    throw late();
  });
  over.catch(() => undefined);
  try {
    return await Promise.race([work, over]);
  } finally {
    done.abort();
  }
}

function send(ctx: Context, operation: Operation, reply: Reply): void {
  const answer = operation.answers[reply.status];
  if (!answer) throw new Error(`${operation.id} answered ${reply.status}, which it does not declare`);
  ctx.status = reply.status;
  // What is not everybody's is nobody else's to keep.
  if (operation.permission !== 'public') ctx.set('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  }
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
