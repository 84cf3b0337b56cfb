/** Of a unit square, x to the right and y down: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Turn = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const UPRIGHT: Turn = [1, 0, 0, 1, 0, 0];

/** By EXIF orientation (EXIF 2.32 §4.6.4): how its pixels, as they are stored, are turned to stand upright. */
const turns: Readonly<Record<number, Turn>> = {
  1: UPRIGHT,
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 1, 0],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, -1, 1, 0, 0, 1],
};

export const turnOf = (orientation: number): Turn => turns[orientation] ?? UPRIGHT;

/** Whether width and height change places. */
export const isLying = (orientation: number): boolean => orientation >= 5;
