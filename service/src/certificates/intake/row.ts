import type { FieldProblem, Fields } from '../types/index.js';

/** A photo that came with a row. */
export interface Photo {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/jpeg' | 'image/png';
}

/** A field's problem at its place in the file. */
export interface RowProblem extends FieldProblem {
  /** The column as the file's header calls it; null when the whole row is meant. */
  readonly column: string | null;
  /** The value, masked: personal all the same, so it is shown to the operator and never logged. */
  readonly shown: string;
}

/** One row of an upload, checked. With problems, the rest may be incomplete. */
export interface IntakeRow {
  /** The row's number as a spreadsheet shows it: from 1, the header counted. */
  readonly line: number;
  readonly fields: Fields;
  /** YYYY-MM-DD, inclusive, in Asia/Shanghai. */
  readonly validFrom: string;
  /** null: 长期, no expiry. */
  readonly validUntil: string | null;
  readonly photo?: Photo;
  readonly problems: readonly RowProblem[];
  /** What was brought into the written form; nothing is wrong with it. */
  readonly notes: readonly RowProblem[];
}
