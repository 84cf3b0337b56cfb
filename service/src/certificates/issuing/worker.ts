import { progressChannel, registeredChannel } from '../../ledger/anchoring/index.js';
import { erasedChannel } from '../../people/personal-data/index.js';
import { keepListening } from '../../platform/database/index.js';
import type { ListeningConnection } from '../../platform/database/index.js';
import { Notifier, pause } from '../../platform/waiting/index.js';
import { batchChannel, getBatch, notifyBatch } from './batches.js';
import type { BatchMode } from './batches.js';
import { releaseSubjects } from './claims.js';
import { approvedRows } from './authorisation.js';
import { refuseErased } from './forget.js';
import { refuseBatch } from './lifecycle.js';
import { issueChunk, issueWhole } from './chunk.js';
import type { Issuable } from './chunk.js';
import type { IssuingOptions } from './options.js';
import type { ProgressHub } from './progress.js';
import { sweepReceiving } from './open-batch.js';
import { dropUpload } from './uploads.js';

type Source = 'single' | 'file';

/**
 * Issues what waits, whoever submitted it and before whichever crash, until `signal`. Single applications
 * have a lane of their own, so that they do not wait behind a file of 50,000 rows.
 */
export async function runWorker(
  { hub, ...options }: IssuingOptions & { readonly hub: ProgressHub },
  signal: AbortSignal,
): Promise<void> {
  const { databaseUrl: url, onTrouble, onErased } = options;
  const channels = [batchChannel, progressChannel, registeredChannel, erasedChannel];
  await keepListening({ url, channels, signal, ...(onTrouble && { onTrouble }) }, async (connection) => {
    const notifiers = { single: new Notifier(), file: new Notifier() };
    connection.onNotification((channel, batch) => {
      if (channel === progressChannel) hub.notify(batch);
      else if (channel === erasedChannel) void onErased?.().catch((error: unknown) => onTrouble?.(error));
      else for (const notifier of Object.values(notifiers)) notifier.notify();
    });
    // Notifications sent before the connection listened are lost: everything is looked at once.
    hub.notifyAll();
    await onErased?.();
    await refuseErased(options.database);
    const stop = new AbortController();
    const lost = AbortSignal.any([connection.lost, stop.signal]);
    const loops = [
      ...(['single', 'file'] as const).map((source) => issueAll(options, source, notifiers[source], lost)),
      sweep(options, lost),
    ];
    try {
      await Promise.all(loops);
    } finally {
      stop.abort();
      await Promise.allSettled(loops);
    }
  });
}

/** Of a replica that died while it received a file nothing tells the others; it may never start again. */
const SWEEP_EVERY_MS = 600_000;

async function sweep(options: IssuingOptions, lost: AbortSignal): Promise<void> {
  while (!lost.aborted) {
    await sweepReceiving(options).catch((error: unknown) => {
      if (isDatabaseAway(error)) throw error;
      options.onTrouble?.(error);
    });
    await pause(options.sweepEvery ?? SWEEP_EVERY_MS, lost);
  }
}

async function issueAll(
  options: IssuingOptions,
  source: Source,
  notifier: Notifier,
  lost: ListeningConnection['lost'],
): Promise<void> {
  const passed = new Set<string>();
  // Batches that something holds up, like a key module that is away, another replica, or a row that cannot be opened,
  // do not hold up others.
  let isHeldUp = false;
  while (!lost.aborted) {
    const next = await nextBatch(options, source, [...passed]);
    if (!next) {
      await notifier.wait(lost, isHeldUp ? HELD_UP_MS : undefined);
      passed.clear();
      isHeldUp = false;
      continue;
    }
    try {
      const { id, issuer } = next;
      const approved = await approvedRows(options, issuer, id);
      if (!approved) {
        await refuseUnapproved(options, id, issuer);
        continue;
      }
      const issuable = { id, issuer, approved };
      if (source === 'file' && next.mode === 'all-or-nothing') await issueWhole(options, issuable);
      else await drain(options, issuable, source === 'single' ? 1 : (options.lanes ?? 2), lost);
      // If not, another replica works on its rows; if it dies of that, nobody tells us that they are free.
      if (await finishBatch(options, id)) continue;
    } catch (error) {
      // Whatever else is wrong is wrong with this batch.
      if (isDatabaseAway(error)) throw error;
      options.onTrouble?.(error, next.issuer);
    }
    passed.add(next.id);
    isHeldUp = true;
  }
}

/** After so long, what was held up is tried again. */
const HELD_UP_MS = 2_000;

const isDatabaseAway = (error: unknown): boolean =>
  (error as { code?: unknown }).code === 'DATABASE_UNAVAILABLE';

interface Next {
  readonly id: string;
  readonly issuer: string;
  readonly mode: BatchMode;
}

/** The ledger would take nothing of an issuer that has moved or ended: its batches stay as they were accepted. */
async function nextBatch(
  { database }: IssuingOptions,
  source: Source,
  passed: string[],
): Promise<Next | undefined> {
  const { rows } = await database.query<Next & Record<string, unknown>>(
    `SELECT b.id, b.issuer, b.mode FROM batches b JOIN issuers i ON i.code = b.issuer
     WHERE b.state = 'issuing' AND (b.source = 'single') = $1 AND b.id <> ALL($2::uuid[])
       AND coalesce(i.closed, 'moving') = 'moving'
     ORDER BY b.created_at LIMIT 1`,
    [source === 'single', passed],
  );
  return rows[0];
}

/** Somebody wrote into the database that it is to be issued: nothing more of it is. */
async function refuseUnapproved(
  { database, onUnapproved }: IssuingOptions,
  id: string,
  issuer: string,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const { rows } = await transaction.query(
      `SELECT FROM batches WHERE id = $1 AND state = 'issuing' FOR UPDATE`,
      [id],
    );
    if (rows.length === 0) return;
    await refuseBatch(transaction, id, 'NOT_APPROVED');
    await onUnapproved?.(transaction, await getBatch({ database: transaction }, issuer, id));
  });
}

async function drain(
  options: IssuingOptions,
  issuable: Issuable,
  lanes: number,
  lost: AbortSignal,
): Promise<void> {
  let failed = false;
  const lane = async (): Promise<void> => {
    try {
      while (!lost.aborted && !failed && (await issueChunk(options, issuable)) > 0);
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const results = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const trouble = results.find((result) => result.status === 'rejected');
  if (trouble) throw trouble.reason;
}

async function finishBatch({ database, onIssued }: IssuingOptions, id: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const { rows } = await transaction.query<{ issuer: string; bad: number }>(
      `UPDATE batches SET state = 'issued', finished_at = now() WHERE id = $1 AND state = 'issuing'
       AND NOT EXISTS (SELECT FROM applications WHERE batch = $1 AND state = 'accepted') RETURNING issuer, bad`,
      [id],
    );
    if (!rows[0]) return false;
    await releaseSubjects(transaction, id);
    // Wrong rows may still be fetched to be mended.
    if (rows[0].bad === 0) await dropUpload(transaction, id);
    await onIssued?.(transaction, await getBatch({ database: transaction }, rows[0].issuer, id));
    await notifyBatch(transaction, id);
    return true;
  });
}
