import { ImageError, readQr } from '../image/index.js';
import type { Pixels } from '../image/index.js';
import type { Code } from './codes.js';

/** What stands in the picture, or why it could not be looked at: that is never a forgery. */
export async function textsIn(image: Uint8Array | Pixels): Promise<ReadonlySet<string> | Code> {
  try {
    return new Set(await readQr(image));
  } catch (error) {
    if (!(error instanceof ImageError) || error.code !== 'IMAGE_REFUSED') throw error;
    return error.tooLarge ? 'PICTURE_TOO_LARGE' : 'PICTURE_UNREADABLE';
  }
}
