import type { Pixels } from '../image/pixels.js';

/** One page of a PDF as a reader shows it. Attacker-controlled, all of it. */
export interface RenderedPage {
  /** The page, annotations included, on white. */
  readonly pixels: Pixels;
  /** Its text in the order of the file; empty where the page is a picture. */
  readonly text: string;
}

/** Draws the first pages of a PDF; undefined where the file cannot be opened; rejects where it could not be tried. */
export type PageRenderer = (pdf: Uint8Array) => Promise<readonly RenderedPage[] | undefined>;
