import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { anchoringBacklog } from '../ledger/anchoring/index.js';
import type { Backlog } from '../ledger/anchoring/index.js';
import type { Database } from '../platform/database/index.js';

type Figure = readonly [labels: Readonly<Record<string, string>>, value: number];

/** What waits to be anchored: the figure to watch, since issuing goes on while the ledger is down. */
export function countBacklog(registry: Registry, database: Database): void {
  let reading: Promise<readonly Backlog[]> | undefined;
  /** Gauges are collected at the same time: one look at the database serves all of them. */
  const read = (): Promise<readonly Backlog[]> =>
    // Metrics are asked for when something is wrong: a database that is away must not take them with it.
    (reading ??= anchoringBacklog(database)
      .catch(() => [])
      .finally(() => {
        reading = undefined;
      }));
  const count = (
    name: string,
    help: string,
    labelNames: string[],
    figures: (item: Backlog) => readonly Figure[],
  ): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const items = await read();
        this.reset();
        for (const [labels, value] of items.flatMap(figures)) this.set(labels, value);
      },
    });
  };
  count(
    'certbridge_anchoring_waiting',
    'Items that wait to be anchored, by issuer',
    ['issuer'],
    ({ issuer, waiting }) => [[{ issuer }, waiting]],
  );
  count(
    'certbridge_anchoring_oldest_seconds',
    'For how long the oldest item has waited to be anchored, by issuer',
    ['issuer'],
    ({ issuer, since }) => [[{ issuer }, (Date.now() - since.getTime()) / 1000]],
  );
  count(
    'certbridge_anchoring_held',
    'Items that the ledger does not take now, by issuer and reason: budget, moved, retired; or for good: refused',
    ['issuer', 'reason'],
    ({ issuer, held, heldBy, refused }) => {
      const figures: Figure[] = [];
      if (heldBy !== null) figures.push([{ issuer, reason: heldBy }, held]);
      if (refused > 0) figures.push([{ issuer, reason: 'refused' }, refused]);
      return figures;
    },
  );
}
