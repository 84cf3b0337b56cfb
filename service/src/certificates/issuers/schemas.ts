import { z } from 'zod';
import type { Issuer } from './issuers.js';
import { mayDecide, permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { instant, issuerCode, may } from '../../platform/wire/index.js';

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
    ledger: z.enum(['registered', 'pending', 'moving', 'moved', 'retired']).meta({
      description: 'What it is on the ledger; only while registered it takes in what is to be issued',
    }),
    budgetSpentUntil: instant.nullable().meta({
      description:
        'Until then the ledger takes revocations and suspensions of it only; what was issued is anchored afterwards',
    }),
    ended: ending.nullable(),
    ending: z
      .strictObject({ as: ending, submittedBy: z.string(), may })
      .nullable()
      .meta({ description: 'An end that waits for a second person' }),
  })
  .meta({ id: 'Issuer' });

const { decideIssuerEnding } = permissions;

export function issuerView(of: Issuer, principal: Principal): z.input<typeof issuer> {
  const { code, name, mspId, fourEyes, registered, closed, budgetSpentUntil } = of;
  const spent = budgetSpentUntil !== null && budgetSpentUntil.getTime() > Date.now();
  return {
    ...{ code, name, authorities: [...of.authorities], mspId, types: [...of.types], fourEyes },
    ledger: closed ?? (registered ? 'registered' : 'pending'),
    budgetSpentUntil: spent ? budgetSpentUntil.toISOString() : null,
    ended: of.ended,
    ending: of.ending && {
      as: of.ending.as,
      submittedBy: of.ending.submittedBy,
      may: mayDecide(
        principal,
        { decideIssuerEnding },
        { issuer: code, waits: true, askedBy: of.ending.submittedBy },
      ),
    },
  };
}
