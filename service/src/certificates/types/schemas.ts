import { z } from 'zod';

export const fields = z
  .record(z.string().max(64), z.union([z.string().max(10_000), z.number()]))
  .meta({ id: 'Fields' });

export const certificateType = z
  .strictObject({
    code: z.string(),
    version: z.int(),
    slug: z.string(),
    name: z.string(),
    nameEn: z.string(),
    holder: z.enum(['person', 'organisation']),
    schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the fields' }),
  })
  .meta({ id: 'CertificateType' });
