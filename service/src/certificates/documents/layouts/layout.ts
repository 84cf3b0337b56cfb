import type { FrameArt, RosetteArt, WavesArt } from '../art/guilloche.js';
import type { Face } from '../fonts/faces.js';

/** A rectangle, filled or ruled. */
interface BoxArt {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius?: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly line?: number;
  readonly opacity?: number;
}

interface LineArt {
  readonly kind: 'line';
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
  readonly line?: number;
}

/** Very small repeated text along a line: legible under a glass, a blur in a copy. */
export interface MicrotextArt {
  readonly kind: 'microtext';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly face: Face;
  readonly colour: string;
}

export type Art = FrameArt | RosetteArt | WavesArt | BoxArt | LineArt | MicrotextArt;

export type Align = 'left' | 'centre' | 'right';

interface Typeset {
  readonly x: number;
  /** Baseline of the first line; with `height`, the top of a box in which the lines stand in the middle. */
  readonly y: number;
  /** Points. */
  readonly size: number;
  readonly face: Face;
  readonly colour: string;
  readonly align?: Align;
  /** Extra space between characters, in ems. */
  readonly tracking?: number;
}

/** Wording that is the same on every certificate of the type. */
export interface Wording extends Typeset {
  readonly text: string;
  readonly role?: 'title';
  readonly width?: number;
  /** Distance of baselines as a multiple of the size. */
  readonly leading?: number;
}

export type Format =
  'text' | 'date' | 'dots' | 'validity' | 'validity-dots' | 'minute' | 'groups-of-four' | 'name';

/** Where a field's value stands. */
export interface Field extends Typeset {
  /** A key of the type's fields, or `$identifier`, `$issuedOn`, `$validity`, `$issuer`, `$issuerCode`. */
  readonly field: string;
  readonly width: number;
  readonly height?: number;
  readonly format?: Format;
  /** The most lines that there is room for; 1 unless given. */
  readonly lines?: number;
  readonly leading?: number;
  /** Smallest size, in points, to which a long value may shrink. */
  readonly minSize?: number;
  readonly prefix?: string;
  readonly suffix?: string;
}

export interface Layout {
  readonly version: number;
  readonly page: { readonly width: number; readonly height: number };
  readonly colours: Readonly<Record<string, string>>;
  readonly art: readonly Art[];
  readonly wording: readonly Wording[];
  readonly fields: readonly Field[];
  readonly photo?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly frame?: string;
  };
  readonly qr: { readonly x: number; readonly y: number; readonly size: number; readonly colour: string };
  readonly seal: { readonly x: number; readonly y: number; readonly diameter: number };
  /** Room for what a purpose-limited copy 加注件 says of itself, two lines high; empty on an original. */
  readonly note: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}
