import { changeReasons, changeStates, reasonWords } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { certId, day, instant, issuerCode, may, uuid } from '../../platform/wire/index.js';
import { requestedStates } from './requested.js';

export const reason = z.enum(changeReasons).meta({
  description: changeReasons
    .map((code) => `\`${code}\` ${reasonWords[code].zh}, ${reasonWords[code].en}`)
    .join('; '),
});

export const successor = z.strictObject({ issuer: issuerCode, certId });

export const requestedState = z.enum(requestedStates).meta({ id: 'RequestedState' });

export const statusChange = z
  .strictObject({
    id: uuid,
    issuer: issuerCode,
    certId,
    state: z.enum(changeStates),
    reason,
    by: successor.nullable().meta({ description: 'The certificate that takes its place' }),
    from: day.nullable().meta({
      description: 'With superseded: the day from which it counts; with withdrawn: of what it takes back',
    }),
    decision: z.enum(['proposed', 'made', 'rejected']),
    submittedBy: z.string(),
    approvedBy: z.string().nullable(),
    createdAt: instant,
    madeAt: instant.nullable(),
    seq: z.int().nullable().meta({ description: 'The entry 账目 that holds it, once attested' }),
    may,
  })
  .meta({ id: 'StatusChange' });
