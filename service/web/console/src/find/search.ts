import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';

export type State = Schema<'Certificate'>['state'];

/** What is looked for: a holder's certificates, or those of a state. */
export type Wanted = { readonly holderNumber: string } | { readonly state: State | '' };

export interface Found {
  readonly certificates: readonly Schema<'Certificate'>[];
  readonly next: string | null;
}

const LIMIT = 100;

/** A page of what is looked for. A number goes in the body: addresses are logged. @throws Refusal */
export function search(issuer: string, wanted: Wanted, after?: string): Promise<Found> {
  const page = { limit: LIMIT, ...(after !== undefined && { after }) };
  if ('holderNumber' in wanted) {
    return ask(
      api.POST('/api/v1/issuers/{issuer}/certificate-search', {
        params: { path: { issuer } },
        body: { holderNumber: wanted.holderNumber, ...page },
      }),
    );
  }
  const { state } = wanted;
  return ask(
    api.GET('/api/v1/issuers/{issuer}/certificates', {
      params: { path: { issuer }, query: { ...page, ...(state !== '' && { state }) } },
    }),
  );
}

/** The certificate of an identifier. @throws Refusal */
export const byIdentifier = (issuer: string, certificate: string): Promise<Schema<'Certificate'>> =>
  ask(
    api.GET('/api/v1/issuers/{issuer}/certificates/{certificate}', {
      params: { path: { issuer, certificate } },
    }),
  );
