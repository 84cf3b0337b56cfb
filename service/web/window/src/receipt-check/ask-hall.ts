import { HallWindows, jwkThumbprint, parseFilingProof, parseHallKeys } from '@certbridge/verifier-sdk';
import type { ReceiptFiling } from '@certbridge/verifier-sdk';
import { Refusal, api, ask } from '../../../kit';
import type { Schema } from '../../../kit';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import type { NamedReceipt } from './named-receipt';

/** A hall as this service publishes it, and the fingerprints by which people compare its keys. */
export interface PublishedHall {
  readonly windows: HallWindows;
  readonly fingerprints: readonly string[];
}

/** What the hall's service knows of a filing; nothing of `summary` is signed. */
export interface KnownFiling {
  readonly summary: Schema<'ReceiptSummary'>;
  /** Undefined: the ledger does not hold it yet. */
  readonly filed: ReceiptFiling | undefined;
}

/** @throws Refusal, FormatError */
export async function publishedHall(hall: string): Promise<PublishedHall> {
  const path = { hall };
  const file = await ask(api.GET('/api/v1/halls/{hall}/keys', { params: { path } }));
  const published = parseHallKeys(JSON.stringify(file));
  const fingerprints = await Promise.all(published.keys.map((key) => jwkThumbprint(key)));
  return { windows: await HallWindows.open(published, fingerprints), fingerprints };
}

/** The hall that certified a window's key; undefined: none of this service. @throws Refusal */
export async function hallOfKey(fingerprint: string): Promise<string | undefined> {
  const path = { fingerprint };
  const found = await ask(api.GET('/api/v1/window-keys/{fingerprint}', { params: { path } })).catch(
    unless('WINDOW_KEY_NOT_FOUND'),
  );
  return found?.hall;
}

/** Undefined: it was not filed. @throws Refusal, FormatError, QuestionFailed */
export async function knownFiling(
  worker: WorkerClient,
  { hall, digest: receipt }: NamedReceipt,
): Promise<KnownFiling | undefined> {
  const params = { path: { hall, receipt } };
  const summary = await ask(api.GET('/api/v1/halls/{hall}/receipts/{receipt}/summary', { params })).catch(
    unless('RECEIPT_NOT_FILED'),
  );
  if (!summary) return undefined;
  const proof = await ask(api.GET('/api/v1/halls/{hall}/receipts/{receipt}/proof', { params })).catch(
    unless('FILING_NOT_PROVEN'),
  );
  if (!proof) return { summary, filed: undefined };
  const trustAnchor = await worker.ask<'anchor'>({ ask: 'anchor' });
  return { summary, filed: { proof: parseFilingProof(JSON.stringify(proof)), trustAnchor } };
}

const unless =
  (code: string) =>
  (error: unknown): undefined => {
    if (!(error instanceof Refusal) || error.code !== code) throw error;
  };
