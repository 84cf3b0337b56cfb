import { readFileSync } from 'node:fs';

/**
 * The sRGB colour space (IEC 61966-2-1) as an ICC 4.2 display profile (ICC.1:2010) of our own making, free to
 * use: the output intent that PDF/A asks for (ISO 19005-3 §6.2.2).
 */
export function srgbProfile(): Buffer {
  return readFileSync(new URL('../../../../assets/srgb.icc', import.meta.url));
}
