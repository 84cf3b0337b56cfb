import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { z } from 'zod';
import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { receiptsOfCase } from '../receipts/index.js';
import { receiptView } from '../receipts/schemas.js';
import type { Case } from './case.js';
import { answersOf, bestCoverage } from './documents.js';
import { materialsOf } from './materials.js';
import type { Commitment } from './materials.js';
import type { wholeCase } from './schemas.js';

/** A case with all that is known of it. */
export async function viewOf(
  database: Queryable,
  { protection, types }: { readonly protection: Protection; readonly types: CertificateTypes },
  of: Case,
): Promise<z.input<typeof wholeCase>> {
  const materials = await materialsOf(database, of);
  const answers = await answersOf(database, of.id);
  const receipts = await receiptsOfCase(database, protection, of.id);
  return {
    id: of.id,
    item: of.item,
    holder: of.holder,
    openedBy: of.openedBy,
    openedAt: of.openedAt.toISOString(),
    closedAs: of.closedAs,
    closedAt: of.closedAt?.toISOString() ?? null,
    materials: materials.map((material) => ({
      ...material,
      commitment: material.commitment && commitmentView(material.commitment),
    })),
    documents: receipts.map((receipt) => {
      const answer = answers.get(receipt.digest);
      return {
        ...receiptView(receipt),
        coverage: bestCoverage(of, receipt.finding, types),
        later: answer ? { ...answer, at: answer.at.toISOString() } : null,
        isWaiting: answer === null,
      };
    }),
    lacking: materials.filter(({ state }) => state === 'lacking').map(({ id }) => id),
  };
}

const commitmentView = ({ madeAt, fulfilledAt, ...of }: Commitment) => ({
  ...of,
  isOverdue: fulfilledAt === null && of.due < dateAt(Date.now()),
  madeAt: madeAt.toISOString(),
  fulfilledAt: fulfilledAt?.toISOString() ?? null,
});
