import { z } from 'zod';
import { instant, issuerCode } from '../../platform/wire/index.js';

export const issuer = z
  .strictObject({
    code: issuerCode,
    name: z.string(),
    authorities: z.array(z.string()).meta({ description: 'Further names that its certificates may show' }),
    mspId: z.string(),
    types: z.array(z.string()),
    fourEyes: z.boolean(),
    ledger: z.enum(['registered', 'pending', 'moving', 'moved', 'retired']).meta({
      description: 'What it is on the ledger; only while registered it takes in what is to be issued',
    }),
    budgetSpentUntil: instant.nullable().meta({
      description:
        'Until then the ledger takes revocations and suspensions of it only; what was issued is anchored afterwards',
    }),
  })
  .meta({ id: 'Issuer' });
