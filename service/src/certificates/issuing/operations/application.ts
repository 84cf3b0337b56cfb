import { z } from 'zod';
import { Problem } from '../../../platform/problems/index.js';
import { readPhoto } from '../../intake/index.js';
import type { Photo } from '../../intake/index.js';

export const validity = {
  validFrom: z.string().max(20).meta({ description: 'Like 2026-01-31' }),
  validUntil: z
    .string()
    .max(20)
    .default('')
    .meta({ description: 'Like 2026-01-31; empty or 长期: no expiry' }),
};

export const photo = z
  .base64()
  .max(1_500_000)
  .optional()
  .meta({ description: 'A JPEG or PNG in base64, for types with a photo' });

export function decodePhoto(base64: string): Photo {
  const read = readPhoto(Buffer.from(base64, 'base64'));
  if (!read)
    throw new Problem('unprocessable', 'PHOTO_REFUSED', {
      zh: '照片不是 JPEG 或 PNG：请换一张。',
      en: 'The photo is neither a JPEG nor a PNG.',
    });
  return read;
}
