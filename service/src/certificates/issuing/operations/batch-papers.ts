import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Audit } from '../../../people/audit/index.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { permissions } from '../../../platform/principal/index.js';
import { zip } from '../../../platform/zip/index.js';
import type { ZipFile } from '../../../platform/zip/index.js';
import type { Batch } from '../batches.js';
import { deliveryPart } from '../delivery-list.js';
import { unlessForgotten } from '../errors.js';
import type { Issuing } from '../issuing.js';
import { BATCHES, ofBatch, reachedBatch } from './batch.js';

interface BatchPaperCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
}

/** What came of a batch, as files. */
export function batchPaperOperations({ issuing, audit }: BatchPaperCapabilities): Operation[] {
  const documents = operation({
    id: 'getDocuments',
    method: 'get',
    path: `${BATCHES}/{batch}/documents`,
    summary: 'All PDFs of a batch as a ZIP',
    tag: 'batches',
    permission: permissions.getDocuments,
    params: ofBatch,
    long: true,
    answers: { 200: { description: 'A file for each certificate, by identifier', media: 'application/zip' } },
    async handle({ params, principal, actor, signal }) {
      const found = await reachedBatch(issuing, principal, params);
      await audit.look({ act: 'documents.seen', by: actor, issuer: found.issuer, batch: found.id });
      const headers = { 'Content-Disposition': `attachment; filename="${found.id}.zip"` };
      return { status: 200, headers, stream: Readable.from(zip(documentsOf(issuing, found, signal))) };
    },
  });
  const deliveries = operation({
    id: 'getDeliveryList',
    method: 'get',
    path: `${BATCHES}/{batch}/delivery-list`,
    summary: 'A list to be printed 发放清单: who receives which certificate, and where they sign for it',
    tag: 'batches',
    permission: permissions.getDeliveryList,
    params: ofBatch,
    query: z.object({
      part: z.coerce
        .number()
        .int()
        .min(1)
        .max(1000)
        .default(1)
        .meta({ description: `Which ${deliveryPart} certificates` }),
    }),
    long: true,
    answers: { 200: { description: 'PDF/A-3; no certificate, and not signed', media: 'application/pdf' } },
    async handle({ params, query: { part }, principal, actor }) {
      const found = await reachedBatch(issuing, principal, params);
      const { issuer, id: batch } = found;
      const bytes = await issuing.deliveryList(found, part);
      await audit.look({ act: 'rows.seen', by: actor, issuer, batch });
      const headers = { 'Content-Disposition': `attachment; filename="${batch}-delivery-${part}.pdf"` };
      return { status: 200, headers, media: 'application/pdf', bytes };
    },
  });
  return [documents, deliveries];
}

const PAGE = 500;

async function* documentsOf(
  issuing: Issuing,
  { issuer, id }: Batch,
  signal: AbortSignal,
): AsyncGenerator<ZipFile> {
  for (let after: string | undefined; ;) {
    const page = await issuing.certificates({
      issuer,
      batch: id,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const { certId, identifier } of page) {
      signal.throwIfAborted();
      const pdf = await issuing.pdf(issuer, certId).catch(unlessForgotten);
      if (pdf) yield { name: `${identifier}.pdf`, bytes: pdf.pdf };
    }
    after = page.at(-1)?.certId;
    if (page.length < PAGE) return;
  }
}
