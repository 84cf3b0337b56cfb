import { api, ask } from '../../../kit';
import { purposeHeader } from './looking';

/** What a holder has at an issuer. */
export interface Held {
  /** certIds, hex, the first 1,000. */
  readonly certificates: readonly string[];
  readonly hasMore: boolean;
}

/** Looks the certificates of a number up; the purpose is kept with the look. @throws Refusal */
export async function heldBy(issuer: string, holderNumber: string, purpose: string): Promise<Held> {
  const { certificates, next } = await ask(
    api.POST('/api/v1/issuers/{issuer}/certificate-search', {
      params: { path: { issuer } },
      headers: purposeHeader(purpose),
      body: { holderNumber, limit: 1000 },
    }),
  );
  return { certificates: certificates.map(({ certId }) => certId), hasMore: next !== null };
}

/** Deletes a holder's data and key at an issuer, for ever. @throws Refusal */
export const eraseHolder = (issuer: string, holderNumber: string): Promise<{ readonly deleted: true }> =>
  ask(
    api.POST('/api/v1/issuers/{issuer}/holders/deletion', {
      params: { path: { issuer } },
      body: { holderNumber },
    }),
  );
