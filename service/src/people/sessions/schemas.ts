import { z } from 'zod';
import { ROLES } from '../../platform/principal/index.js';
import { instant, uuid } from '../../platform/wire/index.js';

const scope = z.union([z.literal('*'), z.array(z.string())]);

/** Who is signed in, how far that reaches, and the operations that it allows. */
export const whoAmI = z
  .strictObject({
    kind: z.enum(['person', 'system', 'resident']),
    subject: z.string(),
    name: z.string().nullable(),
    roles: z.array(z.enum(ROLES)),
    issuers: scope,
    types: scope,
    authenticatedAt: instant.nullable(),
    session: uuid
      .nullable()
      .meta({ description: 'Id of the session that the request came in; null: it had a token of its own' }),
    assurance: z
      .string()
      .nullable()
      .meta({ description: 'Of a resident: how surely the provider knows them ("acr")' }),
    may: z.array(z.string()).meta({ description: 'Ids of the operations that the roles allow' }),
  })
  .meta({ id: 'WhoAmI' });

export const session = z
  .strictObject({
    id: uuid,
    via: z.enum(['browser', 'command-line', 'client-credentials', 'sample']),
    createdAt: instant,
    seenAt: instant,
    endsAt: instant,
    isThis: z.boolean(),
  })
  .meta({ id: 'Session' });
