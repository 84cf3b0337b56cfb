import { X509Certificate } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { LedgerFile } from '../../ledger/adapter/index.js';
import { checkpointRenewed } from '../../ledger/feed/index.js';
import type { Database } from '../../platform/database/index.js';
import { lastBackup } from '../backup/index.js';
import { figures, shared } from './gauge.js';
import type { Figure } from './gauge.js';
import { parts, readinessOf } from './readiness.js';
import type { ReadinessParts } from './readiness.js';

export interface MetricsOptions extends ReadinessParts {
  readonly database: Database;
  /** The data folder. */
  readonly data: string;
  readonly ledgerFiles: readonly Pick<LedgerFile, 'mspId' | 'identity' | 'administrator'>[];
}

const seconds = (date: Date): number => date.getTime() / 1000;

/** What to watch besides the backlog of anchoring: parts, queues and their ages, ends of certificates, backups, disk. */
export function countHealth(registry: Registry, options: MetricsOptions): void {
  const { data, ledgers, ledgerFiles } = options;
  figures(registry, {
    name: 'certbridge_part_up',
    help: 'Whether a part of issuing is as it should be: 1 or 0, as /readyz tells',
    labelNames: ['part'],
    async read() {
      const { lacking } = await readinessOf(options);
      const away = new Set(lacking.map(({ part }) => part));
      return parts.map((part) => [{ part }, away.has(part) ? 0 : 1]);
    },
  });
  figures(registry, {
    name: 'certbridge_beat_timestamp_seconds',
    help: 'When this service last renewed the province’s time on the ledger, in seconds since 1970',
    labelNames: ['province'],
    read: () =>
      Promise.resolve(
        [...ledgers].flatMap(([province, { at }]) => (at ? [[{ province }, seconds(at)]] : [])),
      ),
  });
  figures(registry, {
    name: 'certbridge_checkpoint_timestamp_seconds',
    help: 'When the checkpoint that mirrors fetch was last renewed, in seconds since 1970',
    read: async () => [[{}, seconds(await checkpointRenewed(data))]],
  });
  figures(registry, {
    name: 'certbridge_ledger_identity_end_timestamp_seconds',
    help: 'Until when the certificate by which the ledger knows this service is valid, in seconds since 1970',
    labelNames: ['province', 'identity'],
    read: () =>
      Promise.resolve(
        ledgerFiles.flatMap(({ mspId: province, identity, administrator }) => [
          endOf(identity.certificate, { province, identity: 'service' }),
          ...(administrator
            ? [endOf(administrator.certificate, { province, identity: 'administrator' })]
            : []),
        ]),
      ),
  });
  figures(registry, {
    name: 'certbridge_backup_timestamp_seconds',
    help: 'When this data folder was last backed up, in seconds since 1970; absent where it never was',
    async read() {
      const last = await lastBackup(data);
      return last ? [[{}, seconds(new Date(last.time))]] : [];
    },
  });
  figures(registry, {
    name: 'certbridge_disk_free_bytes',
    help: 'Free bytes of the disk that holds the data folder',
    async read() {
      const { bavail, bsize } = await statfs(data);
      return [[{}, bavail * bsize]];
    },
  });
  countQueues(registry, options.database);
}

const endOf = (pem: string, labels: Readonly<Record<string, string>>): Figure => [
  labels,
  Date.parse(new X509Certificate(pem).validTo) / 1000,
];

function countQueues(registry: Registry, database: Database): void {
  const audit = shared(async () => {
    const { rows } = await database.query<{ waiting: number; oldest: number; sealed: number }>(
      `SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM now() - min(r.at)), 0)::float AS oldest,
         (SELECT coalesce(max(size), 0) FROM audit_heads) AS sealed
       FROM audit_queue q JOIN audit_records r ON r.id = q.record`,
    );
    return rows;
  });
  const batches = shared(async () => {
    const { rows } = await database.query<{ state: string; n: number; oldest: number }>(
      `SELECT s.state, count(b.id)::int AS n, coalesce(extract(epoch FROM now() - min(b.created_at)), 0)::float AS oldest
       FROM unnest(ARRAY['receiving', 'submitted', 'issuing']) s (state) LEFT JOIN batches b ON b.state = s.state
       GROUP BY s.state`,
    );
    return rows;
  });
  figures(registry, {
    name: 'certbridge_audit_waiting',
    help: 'Audit records that are not sealed into the tree yet',
    read: async () => (await audit()).map(({ waiting }) => [{}, waiting]),
  });
  figures(registry, {
    name: 'certbridge_audit_oldest_seconds',
    help: 'For how long the oldest of them has waited',
    read: async () => (await audit()).map(({ oldest }) => [{}, oldest]),
  });
  figures(registry, {
    name: 'certbridge_audit_sealed',
    help: 'Audit records in the tree',
    read: async () => (await audit()).map(({ sealed }) => [{}, sealed]),
  });
  figures(registry, {
    name: 'certbridge_batches',
    help: 'Batches by state: being checked (receiving), waiting for approval (submitted), being issued (issuing)',
    labelNames: ['state'],
    read: async () => (await batches()).map(({ state, n }) => [{ state }, n]),
  });
  figures(registry, {
    name: 'certbridge_batches_oldest_seconds',
    help: 'How long ago the oldest batch of that state came in',
    labelNames: ['state'],
    read: async () => (await batches()).map(({ state, oldest }) => [{ state }, oldest]),
  });
}

/** How long drawing and signing (with the timestamp) of a certificate take. @returns told of each, in seconds */
export function countMinting(registry: Registry): (step: 'draw' | 'sign', took: number) => void {
  const histogram = new Histogram({
    name: 'certbridge_mint_seconds',
    help: 'Seconds that a step of making a certificate’s PDF took: draw, or sign (with its timestamp)',
    labelNames: ['step'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return (step, took) => histogram.observe({ step }, took);
}
