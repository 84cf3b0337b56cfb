import type { ExpectedHolder } from '@certbridge/verifier-sdk';
import { toBase64, utf8 } from '@certbridge/verifier-sdk/formats';
import { codes } from 'virtual:certificate-names';
import { addressOf } from '../../../kit';
import type { Schema, UnsentRequest } from '../../../kit';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import type { CheckedDocument } from '../counter/document';
import { kindOf, signReceipt } from '../receipts/sign-receipt';
import type { ThisWindow } from '../setup/this-window';
import type { ServiceItem } from './coverage';
import type { Commitment, MaterialLine } from './open-case';
import { caseWords as words } from './words';

/** Bytes of a document that are sent along, at most, so that the service can check it again. */
const MOST_CONTENT = 600_000;

export type ShownDocument = Schema<'ShownDocument'>;

export interface CaseToSend {
  readonly item: ServiceItem;
  readonly holder: Required<ExpectedHolder>;
  readonly documents: readonly CheckedDocument[];
  readonly lines: readonly MaterialLine[];
}

/**
 * The requests that file a case, under an id that this PC chooses, in the order in which they are to be sent: opening
 * it, the receipts of what was verified, what came on paper, and the commitments.
 */
export async function requestsOf(
  own: ThisWindow,
  worker: WorkerClient,
  { item, holder, documents, lines }: CaseToSend,
): Promise<UnsentRequest[]> {
  const at = { hall: own.stored.value?.hall ?? '', case: crypto.randomUUID() };
  const what = { zh: `${words.outbox.zh}：${item.name.zh}`, en: `${words.outbox.en}: ${item.name.en}` };
  const requests: UnsentRequest[] = [];
  const add = (request: Omit<UnsentRequest, 'words'>): void =>
    void requests.push({ ...request, words: what });

  add({
    method: 'PUT',
    address: addressOf('/api/v1/halls/{hall}/cases/{case}', at),
    body: { item: item.code, holder },
  });
  const filed = await shownDocuments(own, worker, documents, item);
  if (filed.length > 0)
    add({
      method: 'POST',
      address: addressOf('/api/v1/halls/{hall}/cases/{case}/documents', at),
      body: { documents: filed },
    });
  for (const { material, coverage, isHandedIn, commitment } of lines) {
    const ofMaterial = { ...at, material: material.id };
    if (coverage.state === 'covered') continue;
    if (isHandedIn)
      add({
        method: 'POST',
        address: addressOf('/api/v1/halls/{hall}/cases/{case}/materials/{material}', ofMaterial),
        body: { as: 'paper' },
      });
    else if (commitment)
      add({
        method: 'POST',
        address: addressOf('/api/v1/halls/{hall}/cases/{case}/materials/{material}/commitment', ofMaterial),
        body: commitmentBody(commitment),
      });
  }
  return requests;
}

/** As the service takes it: the picture of a signature without what makes it an address. */
export function commitmentBody({ kind, until: due, reason, signature }: Commitment): Schema<'NewCommitment'> {
  const [, drawn] = signature.split(',');
  return { kind, due, reason, ...(drawn !== undefined && { signature: drawn }) };
}

/** What was verified at the counter, for a case: a receipt each. @throws where one cannot be signed */
export async function shownDocuments(
  own: ThisWindow,
  worker: WorkerClient,
  documents: readonly CheckedDocument[],
  item: ServiceItem,
): Promise<ShownDocument[]> {
  return Promise.all(documents.map((document) => shownDocument(own, worker, document, item)));
}

/**
 * Its receipt, with the fields that the item asks for; the document itself where nobody can say now what it is worth,
 * but later: not a live code, whose minute is over then.
 */
async function shownDocument(
  own: ThisWindow,
  worker: WorkerClient,
  document: CheckedDocument,
  item: ServiceItem,
): Promise<ShownDocument> {
  const { report } = document;
  const type = report.certificate?.type;
  const wanted = item.materials
    .flatMap(({ certificates }) => certificates)
    .filter((one) => (codes[one.type] ?? one.type) === type)
    .flatMap(({ fields, holder = [] }) => [...fields, ...holder])
    .filter((field) => field !== 'photo' && Object.hasOwn(report.certificate?.fields ?? {}, field));
  const receipt = await signReceipt(own, worker, document, {
    purpose: item.name.zh,
    fields: [...new Set(wanted)],
  });
  // A case without it would be another one.
  if (!receipt) throw new Error('this window is not paired: it signs no receipt');
  const kind = kindOf(document.content);
  const content = typeof document.content === 'string' ? utf8(document.content) : document.content;
  const isKept =
    report.verdict === 'indeterminate' &&
    report.shown === undefined &&
    kind !== 'image' &&
    content.length <= MOST_CONTENT;
  return { receipt: receipt.text, ...(isKept && { content: { kind, bytes: toBase64(content) } }) };
}
