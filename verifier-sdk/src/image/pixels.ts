/** Pixels of a canvas or camera: RGBA, row by row. `ImageData` is one. */
export interface Pixels {
  /** RGBA, four bytes a pixel, row by row from the top left. */
  readonly data: Uint8ClampedArray;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}
