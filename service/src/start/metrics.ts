import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { anchoringBacklog } from '../ledger/anchoring/index.js';
import type { Backlog } from '../ledger/anchoring/index.js';
import type { Database } from '../platform/database/index.js';

/** What waits to be anchored: the figure to watch, since issuing goes on while the ledger is down. */
export function countBacklog(registry: Registry, database: Database): void {
  const since = new Gauge({
    name: 'certbridge_anchoring_oldest_seconds',
    help: 'For how long the oldest item has waited to be anchored, by issuer',
    labelNames: ['issuer'],
    registers: [registry],
  });
  const held = new Gauge({
    name: 'certbridge_anchoring_held',
    help: 'Items that the ledger does not take now, by issuer and reason: budget, moved, retired, refused',
    labelNames: ['issuer', 'reason'],
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
      held.reset();
      // Metrics are asked for when something is wrong: a database that is away must not take them with it.
      for (const item of await anchoringBacklog(database).catch(() => [])) {
        this.set({ issuer: item.issuer }, item.waiting);
        since.set({ issuer: item.issuer }, (Date.now() - item.since.getTime()) / 1000);
        if (item.refused > 0) held.set({ issuer: item.issuer, reason: 'refused' }, item.refused);
        const reason = heldBy(item);
        if (reason) held.set({ issuer: item.issuer, reason }, item.waiting - item.refused);
      }
    },
  });
}

function heldBy({ closed, budgetSpentUntil }: Backlog): string | undefined {
  if (closed !== null && closed !== 'moving') return closed;
  return budgetSpentUntil && budgetSpentUntil.getTime() > Date.now() ? 'budget' : undefined;
}
