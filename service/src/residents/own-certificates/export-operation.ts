import { Readable } from 'node:stream';
import type { Audit } from '../../people/audit/index.js';
import { exportName } from '../../people/personal-data/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { zip } from '../../platform/zip/index.js';
import type { ZipFile } from '../../platform/zip/index.js';
import { residentOf } from './held.js';

export interface OwnDataCapabilities {
  readonly audit: Audit;
  /** All that the departments of this service keep of whoever has this number (keyed hash). */
  readonly exportHolder: (of: { readonly lookup: Buffer }) => AsyncIterable<ZipFile>;
}

/** Personal Information Protection Law (个人信息保护法) §45: access and copies, without asking anybody. */
export function ownDataOperation({ audit, exportHolder }: OwnDataCapabilities): Operation {
  return operation({
    id: 'exportOwnData',
    method: 'get',
    path: '/api/v1/my/personal-data',
    summary:
      'All that departments and halls of this service hold of oneself 个人信息副本, as a ZIP: personal-data.json, PDFs and photos',
    tag: 'residents',
    permission: permissions.exportOwnData,
    long: true,
    answers: { 200: { description: 'The archive', media: 'application/zip' } },
    async handle({ principal, actor }) {
      const { lookup } = residentOf(principal);
      await audit.look({ act: 'own-data.exported', by: actor });
      const headers = { 'Content-Disposition': `attachment; filename="${exportName}"` };
      return { status: 200, headers, stream: Readable.from(zip(exportHolder({ lookup }))) };
    },
  });
}
