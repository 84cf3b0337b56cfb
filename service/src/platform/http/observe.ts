import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { traced } from '../tracing/index.js';
import { requestId } from './problem-details.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A request id from outside is taken only as a UUID: it goes into the log. */
export function giveRequestId(): Middleware {
  return (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    ctx.state['requestId'] = UUID.test(given) ? given : randomUUID();
    ctx.set('X-Request-Id', requestId(ctx));
    return next();
  };
}

/** The route's pattern; methods of a caller's invention must not make values without end. */
function namesOf(ctx: Context): { readonly method: string; readonly route: string } {
  const matched: unknown = ctx['_matchedRoute'];
  const route = typeof matched === 'string' ? matched : 'none';
  return { method: route === 'none' ? 'any' : ctx.method, route };
}

/** Access log, metrics and traces by route pattern: no path, no query, no address, which may be personal. */
export function observe(log: Logger, registry: Registry): Middleware {
  const requests = new Counter({
    name: 'certbridge_http_requests_total',
    help: 'Requests answered, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'certbridge_http_request_seconds',
    help: 'Time until the answer was sent whole',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  return async (ctx, next) => {
    const begun = process.hrtime.bigint();
    ctx.res.once('close', () => {
      const took = Number(process.hrtime.bigint() - begun) / 1e9;
      const { method, route } = namesOf(ctx);
      requests.inc({ method, route, status: ctx.status });
      seconds.observe({ method, route }, took);
      const whole = ctx.res.writableFinished;
      log.info(
        { requestId: requestId(ctx), method, route, status: ctx.status, seconds: took, whole },
        'request',
      );
    });
    await traced({ name: 'request', kind: 'server' }, async (span) => {
      await next();
      const { method, route } = namesOf(ctx);
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': ctx.status,
        'certbridge.request_id': requestId(ctx),
      });
    });
  };
}
