import { z } from 'zod';
import type { Issuer } from './issuers.js';
import { issuerCode } from '../../platform/wire/index.js';

export const ending = z.enum(['withdrawn', 'retired']).meta({
  description: 'Withdrawn: it had issued nothing; retired: its certificates stay. It issues nothing more',
});

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
    ended: ending.nullable(),
    ending: z
      .strictObject({ as: ending, submittedBy: z.string() })
      .nullable()
      .meta({ description: 'An end that waits for a second person' }),
  })
  .meta({ id: 'Issuer' });

export const issuerView = ({
  code,
  name,
  authorities,
  mspId,
  types,
  fourEyes,
  registered,
  ended,
  ending: proposed,
}: Issuer): z.input<typeof issuer> => ({
  code,
  name,
  authorities: [...authorities],
  mspId,
  types: [...types],
  fourEyes,
  ledger: registered ? 'registered' : 'pending',
  ended,
  ending: proposed,
});
