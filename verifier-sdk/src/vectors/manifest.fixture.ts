/** The form of vectors/manifest.json; vectors/README.md says it for readers in other languages. */
import type { Json } from '../formats/json.js';
import type { Policy, Report, VerifyOptions } from '../verify/index.js';

/** A server of a feed: a path is looked for in its last folder first; `without` are answered 404, `failing` 500. */
export interface VectorServer {
  readonly folders: readonly string[];
  readonly without?: readonly string[];
  readonly failing?: readonly string[];
}

/** One sync of a window, of all these servers at once. */
export interface VectorSync {
  readonly servers: readonly VectorServer[];
  /** RFC 3339. */
  readonly now: string;
  readonly qrLists?: 'all-keys';
  readonly expect: {
    readonly outcome: 'updated' | 'current' | 'failed';
    /** Sorted: a code, with the reason behind it where there is one. */
    readonly problems: readonly string[];
    readonly equivocation: boolean;
  };
}

/** A window's mirror: the folder that it kept, or what it synced from nothing on. */
export interface VectorMirror {
  readonly section: string;
  /** Name of a trust anchor. */
  readonly trustAnchor: string;
  readonly store?: string;
  readonly syncs?: readonly VectorSync[];
  /** Evidence that it then holds: where that is among the vectors, by its name in the store. */
  readonly evidence?: Readonly<Record<string, string>>;
  /** What of a stored folder cannot be used, where it is opened at the time of its last sync. */
  readonly damage?: string;
}

/** What is to be verified. */
export type VectorInput =
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'pdf' | 'image'; readonly file: string }
  /** A file of so many zeros. */
  | { readonly kind: 'pdf'; readonly zeros: number }
  | {
      readonly kind: 'presentation';
      readonly text: string;
      readonly audience: string;
      readonly nonce: string;
      /** A file. */
      readonly receipt?: string;
    };

/** One verification. */
export interface VectorCase {
  readonly id: string;
  /** Heading of docs/formats.md. */
  readonly section: string;
  readonly input: VectorInput;
  /** Name of a trust anchor. */
  readonly trustAnchor: string;
  /** Name of a mirror; null: there is none. */
  readonly mirror: string | null;
  /** RFC 3339: the clock, at which the mirror is opened too. */
  readonly now: string;
  readonly policy?: Partial<Policy>;
  readonly asked?: VerifyOptions;
  /** Files of DER. */
  readonly timestampRoots?: readonly string[];
  /** Where receipts may be got. */
  readonly online?: VectorServer;
  /** When the same window verified the same before. */
  readonly earlier?: readonly string[];
  /** The mirror is opened before its first sync and never again: it syncs, and verifies, in the order of the times. */
  readonly isKeptOpen?: true;
  /** What a reader must be able to do beside what every reader does. */
  readonly needs?: 'pictures' | 'pages';
  readonly expect: VectorExpectation;
}

export interface VectorExpectation {
  readonly verdict: Report['verdict'];
  readonly code: string;
  /** `name outcome CODE`. */
  readonly checks: readonly string[];
  readonly notes: readonly string[];
  /** Of the photo the digest only. */
  readonly certificate: Json;
  /** How a live code was shown. */
  readonly shown?: Json;
}

/** One check of a verification receipt. */
export interface VectorReceipt {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  /** A JWK Set. */
  readonly windowKeys?: string;
  /** What a hall publishes, and the thumbprints of its keys that are pinned. */
  readonly hall?: { readonly file: string; readonly pinned: readonly string[] };
  readonly proof?: string;
  readonly trustAnchor?: string;
  /** What was shown then: a text. */
  readonly shown?: string;
  readonly expect: { readonly verdict: string; readonly code: string; readonly checks: readonly string[] };
}

/** Heads of the audit tree of one province, which an auditor takes in, one after the other. */
export interface VectorAudit {
  readonly id: string;
  readonly section: string;
  /** Name of a trust anchor. */
  readonly trustAnchor: string;
  readonly mspId: string;
  /** What a server has, and when; null: nothing. */
  readonly takes: readonly { readonly file: string | null; readonly now: string }[];
  readonly expect: {
    /** Of each `OK`, or a code, with the reason behind it where there is one. */
    readonly takes: readonly string[];
    readonly held: { readonly size: number; readonly root: string; readonly time: string } | null;
  };
}

export interface VectorManifest {
  readonly v: 1;
  /** Files, by name. */
  readonly trustAnchors: Readonly<Record<string, string>>;
  readonly mirrors: Readonly<Record<string, VectorMirror>>;
  readonly cases: readonly VectorCase[];
  readonly receipts: readonly VectorReceipt[];
  readonly audits: readonly VectorAudit[];
}
