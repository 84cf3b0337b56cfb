import type { Glyph } from '../fonts/faces.js';
import type { PathSegment } from '../fonts/outline.js';

/** Millimetres from the page's top left corner, y downwards, everywhere in a drawing. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `#rrggbb`. */
type Colour = string;

export interface Paint {
  readonly fill?: Colour;
  readonly stroke?: Colour;
  /** Line width in millimetres. */
  readonly width?: number;
  readonly opacity?: number;
}

export interface PathMark extends Paint {
  readonly kind: 'path';
  readonly path: readonly PathSegment[];
}

/** A run of glyphs on one baseline. */
export interface TextMark {
  readonly kind: 'text';
  readonly glyphs: readonly Glyph[];
  /** Start of the baseline. */
  readonly x: number;
  readonly y: number;
  /** Font size in millimetres. */
  readonly size: number;
  readonly colour: Colour;
  /** Extra space after each glyph, in ems. */
  readonly tracking: number;
  readonly opacity?: number;
  /** Clockwise turn around the start of the baseline, in degrees. */
  readonly turn?: number;
}

/** Dark modules of a QR code, row by row. */
export interface Matrix {
  readonly size: number;
  /** One byte a module, 1 for dark. */
  readonly modules: Uint8Array;
}

export interface QrMark {
  readonly kind: 'qr';
  readonly matrix: Matrix;
  readonly box: Box;
  readonly colour: Colour;
}

/** A picture as it goes into the file. */
export interface Picture {
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** JPEG: the file; PNG: its compressed scan lines. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly colours: 1 | 3;
  /** EXIF 2.32 §4.6.4: 1 to 8; 1 is upright. */
  readonly orientation: number;
  /** The file without its metadata. */
  readonly source: Uint8Array;
}

export interface PictureMark {
  readonly kind: 'picture';
  readonly picture: Picture;
  readonly box: Box;
}

/** One path drawn many times: a file compresses the repetitions to almost nothing. */
export interface RepeatMark {
  readonly kind: 'repeat';
  readonly mark: PathMark;
  /** Where its origin goes, turned clockwise by degrees, its axes stretched first. */
  readonly at: readonly {
    readonly x: number;
    readonly y: number;
    readonly turn?: number;
    readonly stretch?: readonly [number, number];
  }[];
}

export type Mark = PathMark | RepeatMark | TextMark | QrMark | PictureMark;

/** Roles of structure elements that we use (ISO 32000-1 §14.8.4). */
export type Role = 'H1' | 'P' | 'Figure';

/** Marks that are one piece of content to a reader or a screen reader; without a role they are decoration. */
export interface Block {
  readonly role?: Role;
  /** What a figure shows, or the exact text of a spaced line. */
  readonly alternative?: string;
  readonly actualText?: string;
  readonly marks: readonly Mark[];
}
