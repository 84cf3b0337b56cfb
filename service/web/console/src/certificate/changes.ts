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
  transferred: ['moved', 'authority-decision'],
};

/** The certificate that takes another's place, of whichever issuer. */
export interface Successor {
  readonly issuer: string;
  readonly certId: string;
}

/** The successor that a clerk names: by certId, or by an identifier that this service knows. @throws Refusal */
export async function successorOf(issuer: string, name: string): Promise<Successor> {
  if (/^[0-9a-f]{32}$/i.test(name)) return { issuer, certId: name.toLowerCase() };
  const path = { issuer, certificate: name };
  const { certId } = await ask(
    api.GET('/api/v1/issuers/{issuer}/certificates/{certificate}', { params: { path } }),
  );
  return { issuer, certId };
}

interface Asked {
  readonly state: StateChange;
  readonly reason: Reason;
  /** With `transferred`. */
  readonly by: Successor | undefined;
  readonly idempotencyKey: string;
}

/** Asks for a change of status. @throws Refusal */
export function changeStatus(
  { issuer, certId }: Certificate,
  { state, reason, by, idempotencyKey }: Asked,
): Promise<Schema<'StatusChange'>> {
  return ask(
    api.POST('/api/v1/issuers/{issuer}/certificates/{certificate}/status', {
      params: {
        path: { issuer, certificate: certId },
        header: { 'Idempotency-Key': idempotencyKey },
      },
      body: { state, reason, ...(by && { by }) },
    }),
  );
}
