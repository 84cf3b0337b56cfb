import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { anchoringBacklog } from '../ledger/anchoring/index.js';
import type { Database } from '../platform/database/index.js';

/** What waits to be anchored: the figure to watch, since issuing goes on while the ledger is down. */
export function countBacklog(registry: Registry, database: Database): void {
  const since = new Gauge({
    name: 'certbridge_anchoring_oldest_seconds',
    help: 'For how long the oldest item has waited to be anchored, by issuer',
    labelNames: ['issuer'],
    registers: [registry],
  });
  new Gauge({
    name: 'certbridge_anchoring_waiting',
    help: 'Items that wait to be anchored, by issuer',
    labelNames: ['issuer'],
    registers: [registry],
    async collect() {
      this.reset();
      since.reset();
      // Metrics are asked for when something is wrong: a database that is away must not take them with it.
      for (const item of await anchoringBacklog(database).catch(() => [])) {
        this.set({ issuer: item.issuer }, item.waiting);
        since.set({ issuer: item.issuer }, (Date.now() - item.since.getTime()) / 1000);
      }
    },
  });
}
