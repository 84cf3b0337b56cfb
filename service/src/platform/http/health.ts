import { z } from 'zod';
import type { Registry } from 'prom-client';
import type { Database } from '../database/index.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';

const readiness = z.strictObject({
  database: z.enum(['up', 'down']),
  keyModule: z.enum(['up', 'down']).exactOptional().meta({
    description: 'The hardware module of signing keys, where there is one: while it is down, issuing waits',
  }),
});

/** For whatever watches over the service. */
export function healthOperations(
  database: Database,
  registry: Registry,
  keyModule: () => Promise<'up' | 'down'> | undefined,
): Operation[] {
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
    // Requests are taken without the ledger and without keys, so only the database decides.
    summary: 'Requests can be served: the database answers',
    tag: 'service',
    permission: 'public',
    answers: {
      200: { description: 'They can', json: readiness },
      503: { description: 'They cannot now', json: readiness },
    },
    async handle() {
      const [isUp, module] = await Promise.all([
        database.query('SELECT 1').then(
          () => true,
          () => false,
        ),
        keyModule(),
      ]);
      const json = { database: isUp ? 'up' : 'down', ...(module && { keyModule: module }) };
      return { status: isUp ? 200 : 503, json };
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
