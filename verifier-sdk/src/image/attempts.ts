import { enlarged, greyOf, levelled, pixelsOf, sharpened, smoothed } from './grey.js';
import type { Pixels } from './pixels.js';

/** What is looked at again is made smaller to this first. */
const MAX_PIXELS = 4_000_000;
/** What is enlarged four times must stay small. */
const MAX_TO_ENLARGE = 1_500_000;

/**
 * A picture in which no code was found, drawn anew: enlarged for small and tilted codes, smoothed against noise and
 * the grid of a screen, levelled against darkness, sharpened against blur. What each gains is measured by
 * `npm run bench image`.
 */
export function* attempts(pixels: Pixels): Generator<Pixels> {
  const by = Math.ceil(Math.sqrt((pixels.width * pixels.height) / MAX_PIXELS));
  const grey = greyOf(pixels, by);
  const isSmall = grey.width * grey.height <= MAX_TO_ENLARGE;
  yield pixelsOf(smoothed(grey, 2));
  yield pixelsOf(levelled(smoothed(grey, 1), 24));
  if (!isSmall) return;
  yield pixelsOf(enlarged(grey));
  yield pixelsOf(enlarged(sharpened(grey, 4, 3)));
}
