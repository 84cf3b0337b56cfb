import { z } from 'zod';
import { issuerCode } from '../../platform/wire/index.js';

export const issuer = z
  .strictObject({
    code: issuerCode,
    name: z.string(),
    authorities: z.array(z.string()).meta({ description: 'Further names that its certificates may show' }),
    mspId: z.string(),
    types: z.array(z.string()),
    fourEyes: z.boolean(),
    ledger: z
      .enum(['registered', 'pending'])
      .meta({ description: 'Whether the ledger knows it as it is here; while pending it issues nothing' }),
  })
  .meta({ id: 'Issuer' });
