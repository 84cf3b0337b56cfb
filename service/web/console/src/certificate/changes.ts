import { mayBecome } from '@certbridge/verifier-sdk/formats';
import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';
import { consequences } from './state-words';

type Certificate = Schema<'Certificate'>;
export type StateChange = keyof typeof consequences;
export type Reason = Schema<'StatusChange'>['reason'];

/** What may be done to a certificate that stands in a state: the service decides again when it is asked. */
export const changesOf = ({ state }: Certificate): readonly StateChange[] =>
  (Object.keys(consequences) as StateChange[]).filter((change) => mayBecome(state, change));

/** The reasons that a clerk gives for each: a short list of its own. */
export const reasonsFor: Readonly<Record<StateChange, readonly Reason[]>> = {
  suspended: ['under-review', 'lost', 'holder-request', 'authority-decision'],
  reinstated: ['review-passed', 'holder-request', 'authority-decision'],
  revoked: ['issued-in-error', 'data-error', 'authority-decision', 'key-compromise'],
  cancelled: ['holder-request', 'holder-ended', 'lost', 'moved', 'authority-decision'],
};

/** Asks for a change of status. @throws Refusal */
export function changeStatus(
  { issuer, certId }: Certificate,
  state: StateChange,
  reason: Reason,
  idempotencyKey: string,
): Promise<Schema<'StatusChange'>> {
  return ask(
    api.POST('/api/v1/issuers/{issuer}/certificates/{certificate}/status', {
      params: {
        path: { issuer, certificate: certId },
        header: { 'Idempotency-Key': idempotencyKey },
      },
      body: { state, reason },
    }),
  );
}
