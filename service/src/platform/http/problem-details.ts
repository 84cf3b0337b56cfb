import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { bilingual } from '../wire/index.js';
import { Problem } from '../problems/index.js';
import type { ProblemKind, Words } from '../problems/index.js';

/** RFC 9457, with our stable `code` beside the standard members. */
export const problemDetails = z
  .looseObject({
    type: z.string().meta({ description: 'urn:certbridge:problem:CODE' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What was wrong and what to do: Chinese, then English' }),
    instance: z.string().meta({ description: 'The request, as in X-Request-Id and the log' }),
    code: z.string(),
    message: bilingual.meta({ description: 'The detail by language' }),
  })
  .meta({ id: 'Problem' });

const KINDS: Readonly<Record<ProblemKind, readonly [status: number, title: string]>> = {
  invalid: [400, '请求不合格式 The request is not well formed'],
  unauthenticated: [401, '需要登录 A sign-in is needed'],
  forbidden: [403, '没有这项权限 This is not allowed to you'],
  misdirected: [421, '本服务不用这个名称 This service does not answer under that name'],
  'not-found': [404, '没有找到 Not found'],
  method: [405, '这个地址不接受这种方法 This address does not take this method'],
  slow: [408, '内容传得太慢 The content came too slowly'],
  conflict: [409, '当前状态不允许 The present state does not allow this'],
  gone: [410, '已不再保存 It is no longer kept'],
  precondition: [412, '请求的前提不满足 A precondition of the request fails'],
  'too-large': [413, '内容过大 The request is too large'],
  'headers-too-large': [431, '请求头过大 The header fields are too large'],
  unsupported: [415, '不支持这种格式 This media type is not understood'],
  unprocessable: [422, '内容有误 The content is wrong'],
  'too-many': [429, '请求过多 Too many requests'],
  unavailable: [503, '服务暂时不能处理 The service cannot do this now'],
  internal: [500, '服务出错 The service failed'],
};

const UNFORESEEN: Words = {
  zh: '服务内部出错，已记入日志：请把这次请求的编号告诉管理员。',
  en: 'An unforeseen failure; the log has it under this request.',
};

/** What Koa and the router throw themselves. */
const THROWN: Readonly<Record<number, Exclude<ProblemKind, 'internal'>>> = {
  400: 'invalid',
  404: 'not-found',
  413: 'too-large',
  415: 'unsupported',
};

/** Turns every failure below it into problem details; says nothing about those that are our own fault. */
export function answerProblems(log: Logger, registry: Registry): Middleware {
  const refusals = new Counter({
    name: 'certbridge_refusals_total',
    help: 'Requests that were refused or failed, by the code of the answer',
    labelNames: ['status', 'code'],
    registers: [registry],
  });
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) {
        throw new Problem('not-found', 'ROUTE_UNKNOWN', {
          zh: '接口没有这个地址：/openapi.json 列出全部。',
          en: 'The API has no operation at this address; /openapi.json lists them.',
        });
      }
      // What the router leaves, having set Allow (RFC 9110 §15.5.6).
      if (ctx.status === 405 || ctx.status === 501) {
        const allowed = ctx.response.get('Allow');
        throw new Problem('method', 'METHOD_REFUSED', {
          zh: `这个地址不接受 ${ctx.method}，接受 ${allowed}。`,
          en: `${ctx.method} is not for this address; ${allowed} is.`,
        });
      }
    } catch (error) {
      const problem = asProblem(error);
      if (problem.kind === 'internal')
        log.error({ requestId: requestId(ctx), failure: loggable(problem) }, 'failed');
      refusals.inc({ status: KINDS[problem.kind][0], code: problem.code });
      answer(ctx, problem);
    }
  };
}

export const requestId = (ctx: Context): string => String(ctx.state['requestId'] ?? '');

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  const kind = typeof status === 'number' && expose === true ? THROWN[status] : undefined;
  if (kind) {
    const en = error instanceof Error ? error.message : 'The request was refused.';
    return new Problem(kind, 'REQUEST_REFUSED', { zh: '请求没有被接受。', en });
  }
  return new Problem('internal', 'INTERNAL', UNFORESEEN.en, { cause: error });
}

/** Name, message, code and stack of an error and its causes: not pg's `detail`, which may hold values. */
function loggable(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    code,
    stack: error.stack,
    cause: loggable(error.cause, depth + 1),
  };
}

/** RFC 6750 §3; for a step-up RFC 9470 §3. */
function challenge({ code, details }: Problem): string {
  if (code !== 'STEP_UP_NEEDED') return 'Bearer';
  return `Bearer error="insufficient_user_authentication", max_age=${String(details?.['maxAge'])}`;
}

/** Seconds. */
function waitOf({ details }: Problem): string {
  const after = details?.['retryAfter'];
  return typeof after === 'number' ? String(after) : '60';
}

/** @param request its id */
export function detailsOf(
  problem: Problem,
  request: string,
): { readonly status: number; readonly json: string } {
  const [status, title] = KINDS[problem.kind];
  const message = problem.words ?? UNFORESEEN;
  const json = JSON.stringify({
    ...(problem.kind === 'internal' ? {} : problem.details),
    type: `urn:certbridge:problem:${problem.code}`,
    title,
    status,
    detail: `${message.zh} ${message.en}`,
    message,
    instance: `urn:uuid:${request}`,
    code: problem.code,
  });
  return { status, json };
}

function answer(ctx: Context, problem: Problem): void {
  const { status, json } = detailsOf(problem, requestId(ctx));
  ctx.status = status;
  if (status === 401) ctx.set('WWW-Authenticate', challenge(problem));
  if (status === 503) ctx.set('Retry-After', '2');
  if (status === 429) ctx.set('Retry-After', waitOf(problem));
  ctx.set('Cache-Control', 'no-store');
  ctx.remove('ETag');
  // The rest of a refused upload is not waited for.
  if (!ctx.req.complete) ctx.set('Connection', 'close');
  ctx.body = json;
  ctx.type = 'application/problem+json';
}
