import { z } from 'zod';
import { preview, previewApplication } from './preview.js';
import type { PreviewParts } from './preview.js';
import { operation } from '../../platform/http/index.js';
import { permissions, requireScope } from '../../platform/principal/index.js';
import type { Operation } from '../../platform/http/index.js';
import { fields } from '../types/schemas.js';
import { pictureMedia, pictureWidth } from '../documents/schemas.js';
import { ofIssuer, typeCode } from '../../platform/wire/index.js';
import type { Database } from '../../platform/database/index.js';
import type { DocumentRenderer } from '../documents/index.js';
import { plainPhotoOf } from '../intake/index.js';
import { getIssuer } from '../issuers/index.js';

const MEDIA = { ...pictureMedia, pdf: 'application/pdf' } as const;

/** What a certificate of a type looks like, before anything is issued. */
export function previewOperations(
  parts: PreviewParts & {
    readonly database: Database;
    readonly renderer: Pick<DocumentRenderer, 'plainPhoto'>;
  },
): Operation[] {
  const previewType = operation({
    id: 'previewType',
    quota: 'drawing',
    method: 'post',
    path: '/api/v1/types/{type}/preview',
    summary: 'An invented certificate 样张 of a type: marked as a sample, not signed, kept nowhere',
    tag: 'reference',
    permission: permissions.previewType,
    params: z.object({ type: typeCode }),
    query: z.object({ as: z.enum(['png', 'svg', 'pdf']).default('png'), width: pictureWidth }),
    body: {
      json: z.strictObject({
        fields: fields.optional().meta({ description: "Values in the place of the sample's" }),
        layout: z.string().max(200_000).optional().meta({
          description: 'Text of a layout file to try; its mistakes are answered with line and column',
        }),
      }),
    },
    answers: { 200: { description: 'The page', media: [MEDIA.png, MEDIA.svg, MEDIA.pdf] } },
    async handle({ params, query: { as, width }, body: { fields: values, layout } }) {
      const bytes = await preview(parts, {
        type: params.type,
        format: as === 'png' ? { as, width } : { as },
        ...(values && { fields: values }),
        ...(layout !== undefined && { layout: { name: 'layout', text: layout } }),
      });
      return { status: 200, bytes, media: MEDIA[as] };
    },
  });
  const previewOne = operation({
    id: 'previewApplication',
    quota: 'drawing',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/application-preview',
    summary:
      'What the certificate of an application will look like, as far as it is filled in: a sample 样张',
    tag: 'certificates',
    permission: permissions.previewApplication,
    params: ofIssuer,
    query: z.object({ width: pictureWidth }),
    body: {
      json: z.strictObject({
        type: typeCode,
        fields,
        validFrom: z.string().max(20),
        validUntil: z.string().max(20),
        photo: z.base64().max(1_500_000).optional(),
      }),
    },
    answers: { 200: { description: 'The page', media: MEDIA.png } },
    async handle({ params, query: { width }, body, principal }) {
      requireScope(principal, params.issuer, parts.types.newest(body.type).code);
      const issuer = await getIssuer(parts.database, params.issuer);
      const { photo, ...application } = body;
      const plainPhoto = parts.renderer.plainPhoto.bind(parts.renderer);
      const picture =
        photo === undefined ? undefined : await plainPhotoOf(Buffer.from(photo, 'base64'), plainPhoto);
      const bytes = await previewApplication(parts, {
        ...application,
        issuer,
        ...(picture && { photo: picture }),
        format: { as: 'png', width },
      });
      return { status: 200, bytes };
    },
  });
  return [previewType, previewOne];
}
