import type { Report } from '@certbridge/verifier-sdk';

/** Who is believed: the provinces of the pinned anchor, named by the anchor's SHA-256. */
export interface Trust {
  fingerprint: string;
  threshold: number;
  provinces: readonly { readonly mspId: string; readonly name: string }[];
  /** When this browser first took the anchor; every later one must follow from it. */
  pinnedAt: string;
}

/** How the desk stands: what it believes, how much it knows, and whether it can reach the feed. */
export interface Standing {
  phase: 'opening' | 'syncing' | 'settled';
  /** Whether the last attempt to reach the feed succeeded; null before the first. */
  reached: boolean | null;
  trust: Trust | null;
  /** The newest beat and checkpoint of the mirror; null while it is empty. */
  knows: { beat: string | null; checkpoint: string } | null;
  trouble: Trouble | null;
}

/**
 * What went wrong, by name: `ANCHOR_DIFFERS` is the one that a person must act on, for the website
 * now offers other provinces to believe than those this browser pinned.
 */
export type Trouble = 'ANCHOR_DIFFERS' | 'ANCHOR_MISSING' | 'FEED_REFUSED' | 'STORAGE' | 'INSECURE_PAGE';

export type Question =
  | { ask: 'sync' }
  | { ask: 'qr'; text: string }
  | { ask: 'file'; bytes: ArrayBuffer }
  | { ask: 'frame'; pixels: ImageData };

/** A report; of a camera's frame the text of the QR code in it, or null; of `sync` nothing. */
export type Answer = Report | string | null;

export interface Call {
  id: number;
  question: Question;
}

export type Message =
  { id: number; answer: Answer } | { id: number; failure: string } | { standing: Standing };
