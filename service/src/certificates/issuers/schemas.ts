import { z } from 'zod';
import { issuerCode } from '../../platform/wire/index.js';

export const issuer = z
  .strictObject({
    code: issuerCode,
    name: z.string(),
    mspId: z.string(),
    types: z.array(z.string()),
    fourEyes: z.boolean(),
  })
  .meta({ id: 'Issuer' });
