import { z } from 'zod';
import { ofIssuer, uuid } from '../../platform/wire/index.js';

export const ofUpload = ofIssuer.extend({ upload: uuid });

const bytes = z.string().regex(/^(0|[1-9][0-9]{0,14})$/);

/** By tus 1.0.0, core protocol. */
const tus = z.object({ 'tus-resumable': z.string().optional() });
export const beginning = tus.extend({
  'upload-length': bytes.meta({ description: 'Bytes of the whole file' }),
});
export const continuing = tus.extend({
  'upload-offset': bytes.meta({ description: 'The place of the first byte that is sent' }),
});
export const versioned = tus;

export const howFar = z.object({
  'Upload-Offset': z.string().meta({ description: 'Bytes that have arrived' }),
  'Upload-Length': z.string().meta({ description: 'Bytes of the whole file' }),
});

export const unfinishedUpload = z
  .strictObject({
    id: uuid,
    size: z.int().meta({ description: 'Bytes of the whole file' }),
    kept: z.int().meta({ description: 'Bytes that have arrived' }),
    batch: uuid.nullable().meta({ description: 'What was made of it: then the file itself is gone' }),
  })
  .meta({ id: 'UnfinishedUpload' });
