/** Heartbeats (心跳): each province's latest time on the ledger, by which a verifier knows how recent its state is. */
import type { Ledger } from '../adapter/index.js';
import { Backoff, pause } from '../../platform/waiting/index.js';

export interface BeatOptions {
  /** As one province's client. */
  readonly ledger: Ledger;
  /** Milliseconds between two beats; two minutes unless set. */
  readonly every?: number;
  /** Called with the error of a heartbeat that failed; it is tried again. */
  readonly onTrouble?: (error: unknown) => void;
  /** After each beat, once it is committed. */
  readonly onBeat?: () => void;
}

const EVERY = 120_000;

/** Beats at once and then every so often, until `signal`. */
export async function runBeats(
  { ledger, every = EVERY, onTrouble, onBeat }: BeatOptions,
  signal: AbortSignal,
): Promise<void> {
  const backoff = new Backoff();
  while (!signal.aborted) {
    try {
      await ledger.beat();
      backoff.reset();
      onBeat?.();
      await pause(every, signal);
    } catch (error) {
      onTrouble?.(error);
      await backoff.wait(signal);
    }
  }
}
