/** What the verdict is when this code is the reason; `note` stands beside any verdict. */
export type CodeKind = 'valid' | 'invalid' | 'indeterminate' | 'note' | 'skipped';

/** One code in one language, in a clerk's words. */
export interface CodeText {
  /** What the code means, a few words. */
  readonly meaning: string;
  /** Why it came to it, a sentence. */
  readonly cause: string;
  /** What the clerk does next, a sentence. */
  readonly next: string;
}

/** A code: the verdict that it is a reason for, and its words. */
export interface CodeEntry {
  /** The verdict that the code is a reason for. */
  readonly kind: CodeKind;
  /** Simplified Chinese. */
  readonly zh: CodeText;
  /** English. */
  readonly en: CodeText;
}

export const text = (meaning: string, cause: string, next: string): CodeText => ({ meaning, cause, next });
