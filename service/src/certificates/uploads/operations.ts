import { z } from 'zod';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, requireScope } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { ofIssuer } from '../../platform/wire/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { TusVersionUnknown, UploadTooLarge } from './errors.js';
import { beginning, continuing, howFar, ofUpload, unfinishedUpload, versioned } from './schemas.js';
import { beginUpload, continueUpload, dropUploads, findUpload } from './uploads.js';
import type { UploadName } from './uploads.js';

export interface UploadCapabilities {
  readonly database: Database;
  readonly protection: Protection;
  /** Bytes of a file. */
  readonly uploadLimit: number;
}

const VERSION = '1.0.0';
const UPLOADS = '/api/v1/issuers/{issuer}/uploads';
/** Nothing here has another answer: whoever speaks tus finds its version in refusals too. */
const everyAnswer = { 'Tus-Resumable': VERSION, 'Tus-Version': VERSION };

/** tus 1.0.0: core protocol, creation, termination. A file's name is neither needed nor kept. */
export function uploadOperations({ database, protection, uploadLimit }: UploadCapabilities): Operation[] {
  const begin = operation({
    id: 'beginUpload',
    method: 'post',
    path: UPLOADS,
    summary: 'Announce a file that is sent in as many requests as the network needs (tus 1.0.0)',
    tag: 'batches',
    permission: permissions.beginUpload,
    params: ofIssuer,
    headers: beginning,
    everyAnswer,
    answers: {
      201: {
        description: 'Send it to Location, by PATCH',
        json: unfinishedUpload,
        headers: z.object({ Location: z.string() }),
      },
    },
    async change({ params, headers, principal }, tx) {
      requireScope(principal, params.issuer);
      demandVersion(headers);
      const size = Number(headers['upload-length']);
      if (size > uploadLimit) throw new UploadTooLarge(uploadLimit);
      const id = await beginUpload({ protection }, tx, {
        ...{ issuer: params.issuer, sentBy: principal.subject, size },
      });
      return {
        status: 201,
        json: { id, size, kept: 0, batch: null },
        headers: { Location: `/api/v1/issuers/${params.issuer}/uploads/${id}` },
      };
    },
  });
  const get = operation({
    id: 'getUpload',
    method: 'get',
    path: `${UPLOADS}/{upload}`,
    summary: 'How far a file has arrived (HEAD too)',
    tag: 'batches',
    permission: permissions.getUpload,
    params: ofUpload,
    everyAnswer,
    answers: { 200: { description: 'How far it is', json: unfinishedUpload, headers: howFar } },
    async handle({ params, principal }) {
      const name = nameOf(principal, params);
      const { size, kept, batch } = await findUpload({ database }, name);
      return {
        status: 200,
        json: { id: name.id, size, kept, batch },
        headers: { 'Upload-Offset': String(kept), 'Upload-Length': String(size) },
      };
    },
  });
  const go = operation({
    id: 'continueUpload',
    quota: 'upload',
    keptAsItComes: true,
    method: 'patch',
    path: `${UPLOADS}/{upload}`,
    summary: 'Send what follows on what has arrived of a file; a cut loses nothing that came before it',
    tag: 'batches',
    permission: permissions.continueUpload,
    params: ofUpload,
    headers: continuing,
    body: { stream: ['application/offset+octet-stream'], limit: uploadLimit },
    long: true,
    everyAnswer,
    answers: {
      204: { description: 'It has arrived', empty: true, headers: howFar.pick({ 'Upload-Offset': true }) },
    },
    async handle({ params, headers, principal, body }) {
      const name = nameOf(principal, params);
      demandVersion(headers);
      const parts = { database, protection };
      const kept = await continueUpload(parts, name, Number(headers['upload-offset']), body);
      return { status: 204, headers: { 'Upload-Offset': String(kept) } };
    },
  });
  const end = operation({
    id: 'endUpload',
    method: 'delete',
    path: `${UPLOADS}/{upload}`,
    summary: 'Give up a file: what has arrived of it is deleted',
    tag: 'batches',
    permission: permissions.endUpload,
    params: ofUpload,
    headers: versioned,
    everyAnswer,
    answers: { 204: { description: 'It is gone', empty: true } },
    async change({ params, headers, principal }, tx) {
      const name = nameOf(principal, params);
      demandVersion(headers);
      await findUpload({ database: tx }, name);
      await dropUploads(tx, [name.id]);
      return { status: 204 };
    },
  });
  return [begin, get, go, end];
}

function nameOf(principal: Principal, { issuer, upload: id }: z.output<typeof ofUpload>): UploadName {
  requireScope(principal, issuer);
  return { issuer, sentBy: principal.subject, id };
}

/** @throws TusVersionUnknown */
function demandVersion(headers: z.output<typeof versioned>): void {
  if (headers['tus-resumable'] !== VERSION) throw new TusVersionUnknown();
}
