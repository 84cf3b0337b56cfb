import type { ExportedData } from '../../people/personal-data/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { receiptsOfCase } from '../receipts/index.js';
import type { FiledReceipt } from '../receipts/index.js';
import { getCase } from './case.js';
import type { Case, CaseParts } from './case.js';
import { commitmentOf, materialsOf } from './materials.js';
import type { SettledMaterial } from './materials.js';

/**
 * All that halls keep of somebody: their cases, opened, what was promised and verified in them. Clerks are not named.
 * @param of keyed hash of their number; a hall's alone where one is given
 */
export async function exportCases(
  database: Queryable,
  parts: CaseParts,
  { lookup, hall }: { readonly lookup: Buffer; readonly hall?: string },
): Promise<ExportedData> {
  const { rows } = await database.query<{ id: string; hall: string; name: string }>(
    `SELECT c.id, c.hall, h.name FROM case_holders x JOIN cases c ON c.id = x.case_id JOIN halls h ON h.code = c.hall
     WHERE x.lookup = $1 AND ($2::text IS NULL OR c.hall = $2) ORDER BY c.opened_at, c.id`,
    [lookup, hall],
  );
  const records = [];
  const files = [];
  for (const { id, hall: code, name } of rows) {
    const of = await getCase(database, parts, { hall: code, id });
    const materials = await materialsOf(database, of);
    const receipts = await receiptsOfCase(database, parts.protection, id);
    records.push({ hall: code, hallName: name, ...record(of, materials, receipts) });
    for (const { id: material, commitment } of materials) {
      if (commitment?.isSigned !== true) continue;
      const { signature = new Uint8Array() } = await commitmentOf(database, of, material);
      files.push({ name: signatureFile(of, material), bytes: () => Promise.resolve(signature) });
    }
    for (const receipt of receipts)
      files.push({ name: receiptFile(receipt), bytes: () => Promise.resolve(Buffer.from(receipt.text)) });
  }
  return { records, files };
}

const record = (
  of: Case,
  materials: readonly SettledMaterial[],
  receipts: readonly FiledReceipt[],
): Readonly<Record<string, unknown>> => ({
  id: of.id,
  item: of.item.code,
  itemName: of.item.name,
  holder: of.holder,
  openedAt: of.openedAt,
  closedAs: of.closedAs,
  closedAt: of.closedAt,
  materials: materials.map(({ commitment, ...material }) => ({
    ...material,
    commitment: commitment && {
      ...{ kind: commitment.kind, due: commitment.due, reason: commitment.reason },
      ...{ madeAt: commitment.madeAt, fulfilledAt: commitment.fulfilledAt },
      signature: commitment.isSigned ? signatureFile(of, material.id) : null,
    },
  })),
  receipts: receipts.map((receipt) => ({
    digest: receipt.digest,
    signedAt: receipt.signedAt,
    verdict: receipt.finding.verdict,
    code: receipt.finding.code,
    file: receiptFile(receipt),
  })),
});

const signatureFile = ({ id }: Case, material: string): string => `cases/${id}/${material}.png`;
const receiptFile = ({ digest }: FiledReceipt): string => `receipts/${digest}.jws`;
