import type { Registry } from 'prom-client';
import { anchoringBacklog } from '../../ledger/anchoring/index.js';
import type { Backlog } from '../../ledger/anchoring/index.js';
import type { Database } from '../../platform/database/index.js';
import { figures, shared } from './gauge.js';
import type { Figure } from './gauge.js';

/** What waits to be anchored: the figure to watch, since issuing goes on while the ledger is down. */
export function countBacklog(registry: Registry, database: Database): void {
  const read = shared(() => anchoringBacklog(database));
  const count = (
    name: string,
    help: string,
    labelNames: string[],
    of: (item: Backlog) => readonly Figure[],
  ): void => figures(registry, { name, help, labelNames, read: async () => (await read()).flatMap(of) });
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
      const found: Figure[] = [];
      if (heldBy !== null) found.push([{ issuer, reason: heldBy }, held]);
      if (refused > 0) found.push([{ issuer, reason: 'refused' }, refused]);
      return found;
    },
  );
}
