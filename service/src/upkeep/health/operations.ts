import { z } from 'zod';
import type { Registry } from 'prom-client';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { bilingual } from '../../platform/wire/index.js';
import { parts, readinessOf } from './readiness.js';
import type { ReadinessParts } from './readiness.js';

const readiness = z.strictObject({
  database: z.enum(['up', 'down']),
  keyModule: z.enum(['up', 'down']).exactOptional().meta({
    description: 'The hardware module of signing keys, where there is one: while it is down, issuing waits',
  }),
  lacking: z
    .array(
      z.strictObject({
        part: z.enum(parts),
        stops: z.boolean().meta({ description: 'Whether nothing is issued meanwhile' }),
        says: bilingual,
      }),
    )
    .exactOptional()
    .meta({ description: 'The parts that are not as they should be, and what follows' }),
});

/** For whatever watches over the service. */
export function healthOperations(of: ReadinessParts, registry: Registry): Operation[] {
  const alive = operation({
    id: 'isAlive',
    vital: true,
    method: 'get',
    path: '/healthz',
    summary: 'The process answers',
    tag: 'service',
    permission: 'public',
    answers: { 200: { description: 'It does', json: z.strictObject({ alive: z.literal(true) }) } },
    handle: () => Promise.resolve({ status: 200, json: { alive: true } }),
  });
  const ready = operation({
    id: 'isReady',
    vital: true,
    method: 'get',
    path: '/readyz',
    summary: 'Certificates can be issued: the database answers, keys sign, timestamps are given',
    tag: 'service',
    permission: 'public',
    answers: {
      200: { description: 'They can; a ledger that is away holds up anchoring only', json: readiness },
      503: { description: 'They cannot now', json: readiness },
    },
    async handle() {
      const { keyModule, lacking } = await readinessOf(of);
      const json = {
        database: lacking.some(({ part }) => part === 'database') ? 'down' : 'up',
        ...(keyModule && { keyModule }),
        ...(lacking.length > 0 && { lacking }),
      };
      return { status: lacking.some(({ stops }) => stops) ? 503 : 200, json };
    },
  });
  const metrics = operation({
    id: 'getMetrics',
    internal: true,
    vital: true,
    method: 'get',
    path: '/metrics',
    summary: 'Figures for Prometheus',
    tag: 'service',
    permission: 'public',
    answers: { 200: { description: 'Text format 0.0.4', media: 'text/plain' } },
    handle: async () => ({ status: 200, bytes: await registry.metrics(), media: registry.contentType }),
  });
  return [alive, ready, metrics];
}
