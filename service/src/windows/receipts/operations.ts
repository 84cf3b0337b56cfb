import { z } from 'zod';
import type { Faces } from '../../certificates/documents/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { uuid } from '../../platform/wire/index.js';
import { getHall } from '../pairing/index.js';
import { ofHall } from '../pairing/schemas.js';
import { ReceiptUnknown } from './errors.js';
import type { FilingProofs } from './proof.js';
import { receiptPaper } from './receipt-paper.js';
import { fileReceipt, getReceipt, receiptsOfCase, summariseReceipt } from './receipts.js';
import { digest, receipt, receiptSummary, receiptText, receiptView } from './schemas.js';

export interface ReceiptCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  readonly faces: Faces;
  readonly proofs: Pick<FilingProofs, 'prove'>;
  /** SHA-256, hex, of that of this service. */
  readonly trustAnchorId: string;
  /** Where others reach the service. */
  readonly url: string;
}

const ofReceipt = ofHall.extend({ receipt: digest });
const pdf = {
  200: { description: 'PDF/A-3, the signed receipts attached', media: 'application/pdf' },
} as const;

/** Receipts: filed, read, on paper for the archive, and proven to have been filed. */
export function receiptOperations(capabilities: ReceiptCapabilities): Operation[] {
  return [...filing(capabilities), ...papers(capabilities)];
}

function filing({ database, audit, protection, proofs, trustAnchorId }: ReceiptCapabilities): Operation[] {
  const file = operation({
    id: 'fileReceipt',
    method: 'post',
    path: '/api/v1/halls/{hall}/receipts',
    summary: 'File a verification receipt 核验回执 of one of the windows; again, it is what it is',
    tag: 'windows',
    permission: permissions.fileReceipt,
    params: ofHall,
    body: { json: z.strictObject({ receipt: receiptText }) },
    answers: { 200: { description: 'As it is filed', json: receipt } },
    async change({ params: { hall }, body, actor }, tx) {
      const filing = { hall, text: body.receipt, case: null, actor };
      const filed = await fileReceipt(tx, { audit, protection, trustAnchorId }, filing);
      return { status: 200, json: receiptView(filed) };
    },
  });
  const get = operation({
    id: 'getFiledReceipt',
    method: 'get',
    path: '/api/v1/halls/{hall}/receipts/{receipt}',
    summary: 'A receipt as its window signed it',
    tag: 'windows',
    permission: permissions.getFiledReceipt,
    params: ofReceipt,
    answers: { 200: { description: 'A JWS', media: 'application/jwt' } },
    async handle({ params: { hall, receipt: wanted }, actor }) {
      const found = await getReceipt(database, protection, { hall, digest: wanted });
      await audit.look({ act: 'receipt.seen', by: actor, issuer: hall, receipt: wanted });
      return { status: 200, bytes: found.text };
    },
  });
  const prove = operation({
    id: 'getFilingProof',
    method: 'get',
    path: '/api/v1/halls/{hall}/receipts/{receipt}/proof',
    // Whoever has the receipt knows its digest; nobody else can guess it.
    summary:
      "That a receipt was filed, up to the audit tree's head on the ledger: parseFilingProof of the SDK",
    tag: 'windows',
    permission: 'public',
    params: ofReceipt,
    answers: { 200: { description: 'For checkers', media: 'application/json' } },
    handle: async ({ params }) => ({ status: 200, bytes: await proofs.prove(params.receipt) }),
  });
  const summarise = operation({
    id: 'getReceiptSummary',
    method: 'get',
    path: '/api/v1/halls/{hall}/receipts/{receipt}/summary',
    summary: 'What a receipt found, for whoever scans the code on its paper: compare it with what is printed',
    tag: 'windows',
    permission: 'public',
    params: ofReceipt,
    answers: { 200: { description: 'Nothing of a person', json: receiptSummary } },
    async handle({ params: { hall, receipt: wanted } }) {
      const { signedAt, filedAt, ...rest } = await summariseReceipt(database, { hall, digest: wanted });
      const json = { ...rest, signedAt: signedAt.toISOString(), filedAt: filedAt.toISOString() };
      return { status: 200, json: receiptSummary.parse(json) };
    },
  });
  return [file, get, prove, summarise];
}

function papers({ database, audit, protection, faces, url }: ReceiptCapabilities): Operation[] {
  const parts = { database, faces, url };
  const one = operation({
    id: 'getReceiptPaper',
    method: 'get',
    path: '/api/v1/halls/{hall}/receipts/{receipt}/document',
    summary: 'A receipt for the archive',
    tag: 'windows',
    permission: permissions.getReceiptPaper,
    params: ofReceipt,
    answers: pdf,
    async handle({ params: { hall: code, receipt: wanted }, actor }) {
      const hall = await getHall(database, code);
      const found = await getReceipt(database, protection, { hall: code, digest: wanted });
      await audit.look({ act: 'receipt.seen', by: actor, issuer: code, receipt: wanted });
      return { status: 200, bytes: await receiptPaper(parts, hall, [found]) };
    },
  });
  const ofCase = operation({
    id: 'getCaseReceipts',
    method: 'get',
    path: '/api/v1/halls/{hall}/cases/{case}/receipts',
    summary: 'All receipts of a case for the archive, in one file',
    tag: 'windows',
    permission: permissions.getCaseReceipts,
    params: ofHall.extend({ case: uuid }),
    answers: pdf,
    async handle({ params: { hall: code, case: id }, actor }) {
      const hall = await getHall(database, code);
      const found = (await receiptsOfCase(database, protection, id)).filter((of) => of.hall === code);
      if (found.length === 0) throw new ReceiptUnknown();
      await audit.look({ act: 'case.seen', by: actor, issuer: code, case: id });
      return { status: 200, bytes: await receiptPaper(parts, hall, found) };
    },
  });
  return [one, ofCase];
}
