import { z } from 'zod';

/** What a page can be drawn as, with its media type. */
export const pictureMedia = { png: 'image/png', svg: 'image/svg+xml' } as const;

export const pictureWidth = z.coerce
  .number()
  .int()
  .min(200)
  .max(2480)
  .default(1240)
  .meta({ description: 'Width of a PNG in pixels; 1240 are an A4 page at 150 dpi' });
