import type { Report, TrustAnchor, VerifyOptions } from '@certbridge/verifier-sdk';
import type { RenderedPage } from '@certbridge/verifier-sdk/rendering';
import type { BroughtFiles } from './brought-folder';

/** Who is believed: the provinces of the pinned anchor, named by the anchor's SHA-256. */
export interface Trust {
  fingerprint: string;
  threshold: number;
  provinces: readonly { readonly mspId: string; readonly name: string }[];
  /** When this browser first took the anchor; every later one must follow from it. */
  pinnedAt: string;
}

/** What the mirror knows; every member but `received` comes from the ledger. */
interface Knows {
  beat: string | null;
  checkpoint: string;
  received: string;
}

/** How far a sync is: pages fetched of those that the checkpoint names, and bytes. */
export interface Progress {
  pages: number;
  of: number | null;
  bytes: number;
}

/** What came of the last attempt to reach the feed; null before the first. */
export type Reach = 'reached' | 'refused' | 'unreachable';

/** State of the worker: whom it believes, how much it knows, and whether it can reach the feed. */
export interface WorkerState {
  phase: 'opening' | 'syncing' | 'settled';
  reach: Reach | null;
  progress: Progress | null;
  trust: Trust | null;
  /** null while the mirror is empty. */
  knows: Knows | null;
  troubles: readonly Trouble[];
}

export const nothingYet: WorkerState = {
  phase: 'opening',
  reach: null,
  progress: null,
  trust: null,
  knows: null,
  troubles: [],
};

/**
 * What went wrong, by name. A person must act on two: `EQUIVOCATION`, for the provinces signed two
 * histories, and `ANCHOR_DIFFERS`, for the website now offers other provinces to believe than those
 * this browser pinned.
 */
export type Trouble =
  | 'EQUIVOCATION'
  | 'ANCHOR_DIFFERS'
  | 'ANCHOR_MISSING'
  | 'CLOCK_BEHIND'
  | 'FEED_REFUSED'
  | 'STORAGE'
  | 'STOPPED';

/** Why a question could not be answered at all, which is no verdict. */
export type Failure =
  | 'ANCHOR_MISSING'
  | 'DECODER_MISSING'
  | 'FILE_UNREADABLE'
  | 'FILE_TOO_LARGE'
  | 'PICTURE_UNREADABLE'
  | 'STOPPED';

export class QuestionFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure, options);
    this.name = 'QuestionFailed';
    this.failure = failure;
  }
}

/** What came of a folder that somebody brought; `older`: what is here already is newer; `foreign`: no mirror is in it. */
export type FolderOutcome = 'updated' | 'current' | 'older' | 'foreign' | 'refused' | 'clock';

/** Questions by name, each with its answer. */
interface Questions {
  sync: { asked: object; answer: null };
  qr: { asked: { text: string } & VerifyOptions; answer: Report };
  file: { asked: { bytes: ArrayBuffer } & VerifyOptions; answer: Report };
  /** The text of a QR code in a camera's frame; null when there is none. */
  frame: { asked: { pixels: ImageData }; answer: string | null };
  /** To bring the mirror up to date from a folder that somebody brought. */
  folder: { asked: { files: BroughtFiles }; answer: FolderOutcome };
  /** Whom this browser believes, whole: a receipt 核验回执 names it. */
  anchor: { asked: object; answer: TrustAnchor };
  /** To believe the anchor that the website offers, if this is its fingerprint; whether it is. */
  repin: { asked: { fingerprint: string }; answer: boolean };
  /** The files that prove an equivocation, by name. */
  evidence: { asked: object; answer: Record<string, string> };
}

export type Name = keyof Questions;
export type Question<N extends Name = Name> = { [K in N]: { ask: K } & Questions[K]['asked'] }[N];
export type Answer<N extends Name = Name> = Questions[N]['answer'];

export interface Call {
  id: number;
  question: Question;
}

export type Message =
  { id: number; answer: Answer } | { id: number; failure: Failure } | { workerState: WorkerState };

/** What became of a file: `undefined` pages are of one that cannot be opened. */
export type Drawing = { pages: readonly RenderedPage[] | undefined } | { failure: string };
