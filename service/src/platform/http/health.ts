import { z } from 'zod';
import type { Registry } from 'prom-client';
import type { Database } from '../database/index.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';

const readiness = z.strictObject({ database: z.enum(['up', 'down']) });

/** For whatever watches over the service. */
export function healthOperations(database: Database, registry: Registry): Operation[] {
  const alive = operation({
    id: 'isAlive',
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
    method: 'get',
    path: '/readyz',
    // Issuing goes on without the ledger, so only the database decides.
    summary: 'Requests can be served: the database answers',
    tag: 'service',
    permission: 'public',
    answers: {
      200: { description: 'They can', json: readiness },
      503: { description: 'They cannot now', json: readiness },
    },
    handle: () =>
      database.query('SELECT 1').then(
        () => ({ status: 200, json: { database: 'up' } }),
        () => ({ status: 503, json: { database: 'down' } }),
      ),
  });
  const metrics = operation({
    id: 'getMetrics',
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
