import { Readable } from 'node:stream';
import { z } from 'zod';
import { permissions } from '../../../platform/principal/index.js';
import type { Audit } from '../../../people/audit/index.js';
import { exportName } from '../../../people/personal-data/index.js';
import type { Issuing } from '../issuing.js';
import { Problem } from '../../../platform/problems/index.js';
import { ofIssuer } from '../../../platform/wire/index.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { zip } from '../../../platform/zip/index.js';
import type { ZipFile } from '../../../platform/zip/index.js';

export interface HolderCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
  /** All that is kept of a department's holder, as the files of an archive. */
  readonly exportHolder: (of: { readonly number: string; readonly issuer: string }) => AsyncIterable<ZipFile>;
}

const byNumber = { json: z.strictObject({ holderNumber: z.string().min(1).max(100) }) };

class HolderUnknown extends Problem {
  constructor() {
    super('not-found', 'HOLDER_UNKNOWN', {
      zh: '本机构没有这位持证主体：请核对证件号码。',
      en: 'This issuer has no such holder: compare the number.',
    });
  }
}

/** Personal Information Protection Law (个人信息保护法) §45: access and copies; §47: deletion. */
export function holderOperations(capabilities: HolderCapabilities): Operation[] {
  return [forgetting(capabilities), exporting(capabilities)];
}

function exporting({ issuing, audit, exportHolder }: HolderCapabilities): Operation {
  return operation({
    id: 'exportHolder',
    quota: 'look-up',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/holders/export',
    summary:
      'All that the department holds of somebody 个人信息副本, as a ZIP: personal-data.json, PDFs and photos',
    tag: 'holders',
    permission: permissions.exportHolder,
    params: ofIssuer,
    body: byNumber,
    long: true,
    answers: { 200: { description: 'The archive', media: 'application/zip' } },
    async handle({ params: { issuer }, body: { holderNumber: number }, actor }) {
      const holder = await issuing.holder(issuer, number);
      if (holder === undefined) throw new HolderUnknown();
      await audit.look({ act: 'holder.exported', by: actor, issuer, holder });
      const headers = { 'Content-Disposition': `attachment; filename="${exportName}"` };
      return { status: 200, headers, stream: Readable.from(zip(exportHolder({ number, issuer }))) };
    },
  });
}

function forgetting({ issuing, audit }: HolderCapabilities): Operation {
  return operation({
    id: 'forgetHolder',
    quota: 'look-up',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/holders/deletion',
    summary: "Delete a holder's data and key; hashes and certIds stay, which say nothing",
    tag: 'holders',
    permission: permissions.forgetHolder,
    params: ofIssuer,
    body: byNumber,
    answers: { 200: { description: 'Gone', json: z.strictObject({ deleted: z.literal(true) }) } },
    async change({ params: { issuer }, body, actor }, tx) {
      const inside = issuing.within(tx);
      const holder = await inside.holder(issuer, body.holderNumber);
      if (holder === undefined) throw new HolderUnknown();
      // Before it is gone: what is written down is found by the holder's pseudonym.
      await audit.record(tx, { act: 'holder.forgotten', by: actor, issuer, holder });
      await inside.forgetHolder(issuer, body.holderNumber, actor.subject);
      return { status: 200, json: { deleted: true } };
    },
  });
}
