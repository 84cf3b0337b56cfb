import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';
import { purposeHeader } from '../certificate/looking';

type State = Schema<'Certificate'>['state'];

/** What certificates may be told by without opening anything personal; empty: whatever. Days are YYYY-MM-DD. */
export interface Filter {
  readonly type: string;
  readonly state: State | '';
  readonly issuedFrom: string;
  readonly issuedUntil: string;
  readonly submittedBy: string;
}

/** A holder's certificates; whoever's task that is not says why they look (`PURPOSE_NEEDED`). */
type OfHolder = { readonly purpose?: string } & (
  { readonly holderNumber: string } | { readonly holderName: string }
);

/** What is looked for: a holder's certificates, or those that a filter lets through. */
export type Wanted = OfHolder | Filter;

export interface Found {
  readonly certificates: readonly Schema<'Certificate'>[];
  readonly next: string | null;
}

export const isOfHolder = (wanted: Wanted): wanted is OfHolder =>
  'holderNumber' in wanted || 'holderName' in wanted;

const LIMIT = 100;

/** A page of what is looked for. A number goes in the body: addresses are logged. @throws Refusal */
export function search(issuer: string, wanted: Wanted, after?: string): Promise<Found> {
  const page = { limit: LIMIT, ...(after !== undefined && { after }) };
  if (isOfHolder(wanted)) {
    const { purpose = '', ...holder } = wanted;
    return ask(
      api.POST('/api/v1/issuers/{issuer}/certificate-search', {
        params: { path: { issuer } },
        headers: purposeHeader(purpose),
        body: { ...holder, ...page },
      }),
    );
  }
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
  return ask(
    api.GET('/api/v1/issuers/{issuer}/certificates', {
      params: { path: { issuer }, query: { ...page, ...given } },
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
