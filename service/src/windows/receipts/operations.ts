import { z } from 'zod';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { ofHall } from '../pairing/schemas.js';
import { fileReceipt, getReceipt } from './receipts.js';
import { digest, receipt, receiptText, receiptView } from './schemas.js';

export interface ReceiptCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
}

const ofReceipt = ofHall.extend({ receipt: digest });

/** Receipts of no case; those of a case are filed with it. */
export function receiptOperations({ database, audit, protection }: ReceiptCapabilities): Operation[] {
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
      const filed = await fileReceipt(
        tx,
        { audit, protection },
        { hall, text: body.receipt, case: null, actor },
      );
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
  return [file, get];
}
