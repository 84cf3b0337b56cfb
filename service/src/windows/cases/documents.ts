import { sha256Hex } from '@certbridge/verifier-sdk/formats';
import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { Actor } from '../../platform/principal/index.js';
import { ReceiptRefused, fileReceipt } from '../receipts/index.js';
import type { FiledReceipt, FilingParts, Finding } from '../receipts/index.js';
import { caseCell } from './case.js';
import type { Case } from './case.js';
import { coverageOf, coverages } from './coverage.js';
import type { Coverage } from './coverage.js';
import { materialsOf, settleMaterial } from './materials.js';

/** What was shown for a case, and its window's receipt. */
export interface ShownDocument {
  readonly receipt: string;
  /** Kept only where it cannot be told now, until it can. */
  readonly content: { readonly kind: 'pdf' | 'qr'; readonly bytes: Buffer } | undefined;
}

export interface DocumentParts extends FilingParts {
  readonly types: CertificateTypes;
}

/** Files the receipt, and settles what its certificate covers. @throws ReceiptRefused */
export async function addDocument(
  tx: Transaction,
  parts: DocumentParts,
  of: Case,
  { receipt: text, content }: ShownDocument,
  actor: Actor,
): Promise<FiledReceipt> {
  const filed = await fileReceipt(tx, parts, { hall: of.hall, text, case: of.id, actor });
  const { kind, sha256 } = filed.shown;
  if (content && (content.kind !== kind || (await sha256Hex(content.bytes)) !== sha256))
    throw new ReceiptRefused('RECEIPT_OF_OTHER_CONTENT');
  await settleCovered(tx, parts, of, filed, actor.subject);
  const { verdict, isLive } = filed.finding;
  if (content && verdict === 'indeterminate' && !isLive) await keepQuestion(tx, of, filed, content);
  return filed;
}

/** Settles the materials that what was found covers, where they are not settled, or only promised. */
export async function settleCovered(
  tx: Transaction,
  { types }: Pick<DocumentParts, 'types'>,
  of: Case,
  { digest, finding }: Pick<FiledReceipt, 'digest' | 'finding'>,
  by: string,
): Promise<void> {
  const open = (await materialsOf(tx, of)).filter(({ state }) =>
    ['lacking', 'deferred', 'declared'].includes(state),
  );
  const covered = of.item.materials.filter(
    (material) =>
      open.some(({ id }) => id === material.id) &&
      coverageOf(material, finding, of.holder, types) === 'covers',
  );
  for (const { id: material } of covered) {
    await settleMaterial(tx, of, { material, as: 'certificate', receipt: digest, by });
  }
}

async function keepQuestion(
  tx: Transaction,
  of: Case,
  { digest }: FiledReceipt,
  { kind, bytes }: NonNullable<ShownDocument['content']>,
): Promise<void> {
  await tx.query(
    `INSERT INTO case_questions (receipt, case_id, kind, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [
      Buffer.from(digest, 'hex'),
      of.id,
      kind,
      of.key.encrypt(bytes, caseCell('case_questions', 'content', digest)),
    ],
  );
}

/** Of what was found, the best that it is for any material: why it covers none, where it covers none. */
export function bestCoverage(of: Case, finding: Finding, types: CertificateTypes): Coverage {
  const found = of.item.materials.map((material) => coverageOf(material, finding, of.holder, types));
  const order: readonly Coverage[] = [
    'covers',
    ...coverages.filter((one) => one !== 'covers' && one !== 'type-not-asked'),
    'type-not-asked',
  ];
  return order.find((one) => found.includes(one)) ?? 'type-not-asked';
}

/** What a later check said of something that could not be told when it was shown. */
export interface Answer {
  readonly at: Date;
  readonly verdict: string;
  readonly code: string;
}

/** By the digest of the receipt; null while it waits. */
export async function answersOf(database: Queryable, id: string): Promise<Map<string, Answer | null>> {
  const { rows } = await database.query<{
    receipt: Buffer;
    answered_at: Date | null;
    verdict: string | null;
    code: string | null;
  }>('SELECT receipt, answered_at, verdict, code FROM case_questions WHERE case_id = $1', [id]);
  return new Map(
    rows.map(({ receipt, answered_at: at, verdict, code }) => [
      receipt.toString('hex'),
      at && { at, verdict: verdict ?? '', code: code ?? '' },
    ]),
  );
}
