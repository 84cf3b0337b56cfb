import type { HolderData, Protection } from '../personal-data/index.js';
import { searchAudit } from './search.js';
import type { OpenRecord } from './search.js';

const PAGE = 500;

/** What the audit says of holders. It stays when they are erased, until its own retention ends (`retention.ts`). */
export const auditData = (protection: Protection): HolderData => ({
  kind: 'auditRecords',
  forget: () => Promise.resolve(),
  async export(database, { issuer, lookup }) {
    const records: Record<string, unknown>[] = [];
    for (let before: number | undefined; ;) {
      const about = { holder: lookup, issuers: [issuer], limit: PAGE };
      const page = await searchAudit(database, protection, {
        ...about,
        ...(before !== undefined && { before }),
      });
      records.push(...page.map(said));
      if (page.length < PAGE) return { records };
      before = page.at(-1)?.id;
    }
  },
});

/** Colleagues stay unnamed, and from where they acted is theirs. */
const said = ({
  id,
  at,
  act,
  kind,
  roles,
  batch,
  certificate,
  details,
}: OpenRecord): Record<string, unknown> => ({
  ...{ record: id, at, act, kind, roles, batch, certificate },
  purpose: details?.['why'] ?? null,
  fields: details?.['fields'] ?? null,
});
