import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';
import { purposeHeader } from '../certificate/looking';

export type AuditRecord = Schema<'AuditRecord'>;

/** What records are told by; empty: whatever. */
export interface AuditFilter {
  readonly act: string;
  /** Id of a person or system. */
  readonly actor: string;
  readonly issuer: string;
  readonly batch: string;
  /** certId, hex. */
  readonly certificate: string;
}

/** What is looked for: records of a holder, with the purpose of the search, or those that a filter lets through. */
export type Wanted = { readonly holderNumber: string; readonly purpose: string } | AuditFilter;

interface Page {
  readonly rows: readonly AuditRecord[];
  readonly next: number | null;
}

const LIMIT = 100;

/** Newest first. A number goes in the body: addresses are logged. @throws Refusal */
export async function searchAudit(wanted: Wanted, before?: number): Promise<Page> {
  const page = { limit: LIMIT, ...(before !== undefined && { before }) };
  const { records, next } =
    'holderNumber' in wanted
      ? await ask(
          api.POST('/api/v1/audit/holder-search', {
            headers: purposeHeader(wanted.purpose),
            body: { holderNumber: wanted.holderNumber, ...page },
          }),
        )
      : await ask(
          api.GET('/api/v1/audit/records', {
            params: {
              query: {
                ...page,
                ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== '')),
              },
            },
          }),
        );
  return { rows: records, next };
}
