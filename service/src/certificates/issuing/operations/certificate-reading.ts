import { Readable } from 'node:stream';
import { z } from 'zod';
import { permissions, reachesType, requireScope } from '../../../platform/principal/index.js';
import type { Principal } from '../../../platform/principal/index.js';
import type { Audit } from '../../../people/audit/index.js';
import type { Issuing } from '../issuing.js';
import { PATH, certificateView, reachedCertificate } from './certificate.js';
import { ofCertificate } from '../../../platform/wire/index.js';
import { ofIssuer } from '../../../platform/wire/index.js';
import { Problem } from '../../../platform/problems/index.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';
import { certId, day, typeCode, uuid } from '../../../platform/wire/index.js';
import { certificate, certificates as page, life, state } from '../schemas.js';
import { fields } from '../../types/schemas.js';
import { pictureMedia, pictureWidth } from '../../documents/schemas.js';

export interface ReadingCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
}

/** Find certificates, and read what may be read of them. */
export function readingOperations({ issuing, audit }: ReadingCapabilities): Operation[] {
  const paging = { after: certId.optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) };
  const list = operation({
    id: 'listCertificates',
    method: 'get',
    path: PATH,
    summary: "An issuer's certificates by identifier",
    tag: 'certificates',
    permission: permissions.listCertificates,
    params: ofIssuer,
    query: z.object({
      type: typeCode.optional(),
      batch: uuid.optional(),
      state: state.optional(),
      issuedFrom: day.optional(),
      issuedUntil: day.optional(),
      submittedBy: z.string().max(100).optional().meta({ description: 'Id of the person or system' }),
      ...paging,
    }),
    answers: { 200: { description: 'A page of them', json: page } },
    handle: async ({ params, query, principal }) => ({
      status: 200,
      json: await search(issuing, principal, { issuer: params.issuer, ...defined(query) }),
    }),
  });
  const find = operation({
    id: 'findCertificates',
    quota: 'look-up',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/certificate-search',
    // The number is personal: it must not be part of an address, which proxies log.
    summary: "A holder's certificates, by the holder's whole number or whole name",
    tag: 'certificates',
    permission: permissions.findCertificates,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        holderNumber: z.string().min(1).max(100).optional(),
        holderName: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .optional()
          .meta({ description: 'Whole, present or former; one of number and name' }),
        after: certId.optional(),
        limit: z.int().min(1).max(1000).default(100),
      }),
    },
    answers: { 200: { description: 'A page of them', json: page } },
    async handle({ params: { issuer }, body, principal, actor }) {
      const { holderNumber, holderName } = body;
      if ((holderNumber === undefined) === (holderName === undefined)) throw new OneOfNumberAndName();
      const json = await search(issuing, principal, { issuer, ...defined(body) });
      const holder =
        holderNumber === undefined ? null : ((await issuing.holder(issuer, holderNumber)) ?? null);
      const found = json.certificates.length;
      await audit.look({ act: 'holder.searched', by: actor, issuer, holder, found });
      return { status: 200, json };
    },
  });
  const get = operation({
    id: 'getCertificate',
    method: 'get',
    path: `${PATH}/{certificate}`,
    summary: 'A certificate, without its fields',
    tag: 'certificates',
    permission: permissions.getCertificate,
    params: ofCertificate,
    answers: { 200: { description: 'The certificate', json: certificate } },
    handle: async ({ params, principal }) => ({
      status: 200,
      json: certificateView(await reachedCertificate(issuing, principal, params), principal),
    }),
  });
  const getLife = operation({
    id: 'getLife',
    method: 'get',
    path: `${PATH}/{certificate}/life`,
    summary: 'Which provinces attested it and what changed about it, and its copies 加注件: nothing personal',
    tag: 'certificates',
    permission: permissions.getLife,
    params: ofCertificate,
    answers: { 200: { description: 'Oldest first', json: life } },
    async handle({ params, principal }) {
      const { issuer, certId: id } = await reachedCertificate(issuing, principal, params);
      const { entries, copies } = await issuing.life(issuer, id);
      return {
        status: 200,
        json: {
          entries: entries.map(({ attestedAt, ...entry }) => ({
            ...entry,
            attestedAt: attestedAt.toISOString(),
          })),
          copies: copies.map((one) => certificateView(one, principal)),
        },
      };
    },
  });
  const getFields = operation({
    id: 'getFields',
    method: 'get',
    path: `${PATH}/{certificate}/fields`,
    summary: "A certificate's fields",
    tag: 'certificates',
    permission: permissions.getFields,
    params: ofCertificate,
    answers: { 200: { description: 'By key', json: z.strictObject({ fields }) } },
    async handle({ params, principal, actor }) {
      const { issuer, certId: id } = await reachedCertificate(issuing, principal, params);
      const opened = await issuing.openCertificate(issuer, id);
      await audit.look({ act: 'fields.seen', by: actor, issuer, certificate: id });
      return { status: 200, json: { fields: opened.fields } };
    },
  });
  const getDocument = operation({
    id: 'getDocument',
    method: 'get',
    path: `${PATH}/{certificate}/document`,
    summary: 'The PDF, with its receipt 存证凭据 once it has one',
    tag: 'certificates',
    permission: permissions.getDocument,
    params: ofCertificate,
    answers: {
      200: {
        description: 'The PDF',
        media: 'application/pdf',
        headers: z.object({
          'CertBridge-Receipt': z
            .enum(['included', 'pending'])
            .meta({ description: 'Whether the receipt is in it' }),
        }),
      },
    },
    async handle({ params, principal, actor }) {
      const { issuer, certId: id, identifier } = await reachedCertificate(issuing, principal, params);
      const { pdf, receipt } = await issuing.pdf(issuer, id);
      await audit.look({ act: 'document.seen', by: actor, issuer, certificate: id });
      const headers = {
        'CertBridge-Receipt': receipt,
        'Content-Length': String(pdf.length),
        'Content-Disposition': `attachment; filename="${identifier}.pdf"`,
      };
      return { status: 200, headers, stream: Readable.from(pieces(pdf)) };
    },
  });
  return [list, find, get, getLife, getFields, getDocument, pictureOperation({ issuing, audit })];
}

function pictureOperation({ issuing, audit }: ReadingCapabilities): Operation {
  return operation({
    id: 'getPicture',
    quota: 'drawing',
    method: 'get',
    path: `${PATH}/{certificate}/picture`,
    summary:
      'The page as a picture for phones and screens, with the same QR code; the PDF alone is signed as a page',
    tag: 'certificates',
    permission: permissions.getPicture,
    params: ofCertificate,
    query: z.object({ as: z.enum(['png', 'svg']).default('png'), width: pictureWidth }),
    answers: { 200: { description: 'The picture', media: [pictureMedia.png, pictureMedia.svg] } },
    async handle({ params, query: { as, width }, principal, actor }) {
      const { issuer, certId: id, identifier } = await reachedCertificate(issuing, principal, params);
      const bytes = await issuing.picture(issuer, id, as === 'png' ? { as, width } : { as });
      await audit.look({ act: 'picture.seen', by: actor, issuer, certificate: id });
      const headers = { 'Content-Disposition': `attachment; filename="${identifier}.${as}"` };
      return { status: 200, headers, bytes, media: pictureMedia[as] };
    },
  });
}

class OneOfNumberAndName extends Problem {
  constructor() {
    super('invalid', 'NUMBER_OR_NAME', {
      zh: 'holderNumber 与 holderName 须填且只填一项。',
      en: 'Give holderNumber or holderName, one of them.',
    });
  }
}

type Search = Parameters<Issuing['certificates']>[0] & { readonly limit: number };

async function search(issuing: Issuing, principal: Principal, query: Search): Promise<z.input<typeof page>> {
  requireScope(principal, query.issuer);
  const found = await issuing.certificates(query);
  const reached = found.filter(({ type }) => reachesType(principal, type));
  const next = found.length === query.limit ? (found.at(-1)?.certId ?? null) : null;
  return { certificates: reached.map((one) => certificateView(one, principal)), next };
}

const PIECE = 65_536;

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Without the members that are undefined, which exact optional properties refuse. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
