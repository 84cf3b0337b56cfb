import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { requireScope } from '../access/index.js';
import type { Principal } from '../access/index.js';
import { readPhoto } from '../intake/index.js';
import type { Photo } from '../intake/index.js';
import type { ApplicationRequest, Batch, CertificateSummary, Issuing } from '../issuing/index.js';
import { Problem } from '../problems/index.js';
import type { CertificateTypes } from '../types/index.js';
import { batchView } from './batches.js';
import { ofIssuer, scopedType } from './input.js';
import { operation } from './operation.js';
import type { Operation, Reply } from './operation.js';
import {
  batch as batchSchema,
  certId,
  certificate,
  certificateName,
  certificates as page,
  fields,
  state,
  typeCode,
  uuid,
} from './schemas.js';

export interface CertificateCapabilities {
  readonly issuing: Issuing;
  readonly types: CertificateTypes;
}

const PATH = '/api/v1/issuers/{issuer}/certificates';
const staff = ['operator', 'approver', 'administrator'] as const;
export const ofCertificate = ofIssuer.extend({ certificate: certificateName });

/** How long the answer to one application waits for its certificate. */
const PATIENCE = 15_000;

const validity = {
  validFrom: z.string().max(20).meta({ description: 'Like 2026-01-31' }),
  validUntil: z
    .string()
    .max(20)
    .default('')
    .meta({ description: 'Like 2026-01-31; empty or 长期: no expiry' }),
};
const photo = z
  .base64()
  .max(1_500_000)
  .optional()
  .meta({ description: 'A JPEG or PNG in base64, for types with a photo' });

/** The certificate's summary, if the token covers its issuer and type. */
export async function reachedCertificate(
  issuing: Issuing,
  principal: Principal,
  params: z.output<typeof ofCertificate>,
): Promise<CertificateSummary> {
  requireScope(principal, params.issuer);
  const found = await issuing.certificate(params.issuer, params.certificate);
  requireScope(principal, params.issuer, found.type);
  return found;
}

/** Issue one certificate, find certificates, read them. */
export function certificateOperations({ issuing, types }: CertificateCapabilities): Operation[] {
  const issueAnswers = {
    201: { description: 'Issued; it is anchored within seconds', json: certificate },
    202: { description: 'Taken in: it waits for approval, or for its turn', json: batchSchema },
  };
  const issue = operation({
    id: 'issueCertificate',
    method: 'post',
    path: PATH,
    summary: 'Issue one certificate',
    tag: 'certificates',
    roles: ['operator'],
    params: ofIssuer,
    body: { json: z.strictObject({ type: typeCode, fields, ...validity, photo }) },
    idempotent: true,
    answers: issueAnswers,
    async handle({ params, body, principal, idempotencyKey, signal }) {
      const type = scopedType(principal, params.issuer, types, body.type);
      const request = application(params.issuer, type, body, principal, idempotencyKey);
      return issued(issuing, await issuing.submitApplication(request), signal);
    },
  });
  const renew = operation({
    id: 'renewCertificate',
    method: 'post',
    path: `${PATH}/{certificate}/renewal`,
    summary: 'Issue the next version of a certificate; one entry anchors it and supersedes the old one',
    tag: 'statuses',
    roles: ['operator'],
    params: ofCertificate,
    body: { json: z.strictObject({ fields, ...validity, photo }) },
    idempotent: true,
    answers: issueAnswers,
    async handle({ params, body, principal, idempotencyKey, signal }) {
      const old = await reachedCertificate(issuing, principal, params);
      const request = application(params.issuer, old.type, body, principal, idempotencyKey);
      const renews = Buffer.from(old.certId, 'hex');
      return issued(issuing, await issuing.submitApplication({ ...request, renews }), signal);
    },
  });
  return [issue, renew, ...readingOperations(issuing)];
}

function readingOperations(issuing: Issuing): Operation[] {
  const paging = { after: certId.optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) };
  const list = operation({
    id: 'listCertificates',
    method: 'get',
    path: PATH,
    summary: "An issuer's certificates by identifier",
    tag: 'certificates',
    roles: staff,
    params: ofIssuer,
    query: z.object({ batch: uuid.optional(), state: state.optional(), ...paging }),
    answers: { 200: { description: 'A page of them', json: page } },
    handle: async ({ params, query, principal }) => ({
      status: 200,
      json: await search(issuing, principal, { issuer: params.issuer, ...defined(query) }),
    }),
  });
  const find = operation({
    id: 'findCertificates',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/certificate-search',
    // The number is personal: it must not stand in an address, which proxies log.
    summary: "A holder's certificates, by the holder's number",
    tag: 'certificates',
    roles: staff,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        holderNumber: z.string().min(1).max(100),
        after: certId.optional(),
        limit: z.int().min(1).max(1000).default(100),
      }),
    },
    answers: { 200: { description: 'A page of them', json: page } },
    handle: async ({ params, body, principal }) => ({
      status: 200,
      json: await search(issuing, principal, { issuer: params.issuer, ...defined(body) }),
    }),
  });
  const get = operation({
    id: 'getCertificate',
    method: 'get',
    path: `${PATH}/{certificate}`,
    summary: 'A certificate, without its fields',
    tag: 'certificates',
    roles: [...staff, 'relying-party'],
    params: ofCertificate,
    answers: { 200: { description: 'The certificate', json: certificate } },
    handle: async ({ params, principal }) => ({
      status: 200,
      json: certificateView(await reachedCertificate(issuing, principal, params)),
    }),
  });
  const getFields = operation({
    id: 'getFields',
    method: 'get',
    path: `${PATH}/{certificate}/fields`,
    summary: "A certificate's fields",
    tag: 'certificates',
    roles: staff,
    params: ofCertificate,
    answers: { 200: { description: 'By key', json: z.strictObject({ fields }) } },
    async handle({ params, principal }) {
      const { issuer, certId: id } = await reachedCertificate(issuing, principal, params);
      return { status: 200, json: { fields: (await issuing.openCertificate(issuer, id)).fields } };
    },
  });
  const getDocument = operation({
    id: 'getDocument',
    method: 'get',
    path: `${PATH}/{certificate}/document`,
    summary: 'The PDF, with its receipt 存证凭据 once it has one',
    tag: 'certificates',
    roles: staff,
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
    async handle({ params, principal }) {
      const { issuer, certId: id, identifier } = await reachedCertificate(issuing, principal, params);
      const { pdf, receipt } = await issuing.pdf(issuer, id);
      const headers = {
        'CertBridge-Receipt': receipt,
        'Content-Length': String(pdf.length),
        'Content-Disposition': `attachment; filename="${identifier}.pdf"`,
      };
      return { status: 200, headers, stream: Readable.from(pieces(pdf)) };
    },
  });
  return [list, find, get, getFields, getDocument];
}

type Search = Parameters<Issuing['certificates']>[0] & { readonly limit: number };

async function search(issuing: Issuing, principal: Principal, query: Search): Promise<z.input<typeof page>> {
  requireScope(principal, query.issuer);
  const found = await issuing.certificates(query);
  const reached = found.filter(({ type }) => principal.types?.includes(type) ?? true);
  const next = found.length === query.limit ? (found.at(-1)?.certId ?? null) : null;
  return { certificates: reached.map(certificateView), next };
}

interface Application {
  readonly fields: z.output<typeof fields>;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly photo?: string | undefined;
}

function application(
  issuer: string,
  type: string,
  body: Application,
  principal: Principal,
  idempotencyKey: string | undefined,
): ApplicationRequest {
  const picture = body.photo === undefined ? undefined : decodePhoto(body.photo);
  return {
    issuer,
    type,
    fields: body.fields,
    validFrom: body.validFrom,
    validUntil: body.validUntil,
    submittedBy: principal.subject,
    ...(picture && { photo: picture }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}

function decodePhoto(base64: string): Photo {
  const read = readPhoto(Buffer.from(base64, 'base64'));
  if (!read) throw new Problem('unprocessable', 'PHOTO_REFUSED', 'The photo is neither a JPEG nor a PNG.');
  return read;
}

/** The certificate, if it is issued soon; else where it can be asked for. */
async function issued(issuing: Issuing, taken: Batch, signal: AbortSignal): Promise<Reply> {
  const { issuer, id } = taken;
  const now = await settled(issuing, taken, signal);
  if (now.state === 'issued' || now.state === 'refused') {
    const [made] = await issuing.certificates({ issuer, batch: id, limit: 1 });
    if (!made) throw await refusal(issuing, now);
    return {
      status: 201,
      json: certificateView(made),
      headers: { Location: `${pathOf(issuer)}/${made.certId}` },
    };
  }
  return {
    status: 202,
    json: batchView(now),
    headers: { Location: `/api/v1/issuers/${issuer}/batches/${id}` },
  };
}

async function settled(issuing: Issuing, taken: Batch, signal: AbortSignal): Promise<Batch> {
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  void delay(PATIENCE, undefined, { signal: either, ref: false }).then(
    () => enough.abort(),
    () => undefined,
  );
  let last = taken;
  try {
    for await (last of issuing.watch(taken.issuer, taken.id, either)) if (last.state !== 'issuing') break;
    return last;
  } finally {
    enough.abort();
  }
}

async function refusal(issuing: Issuing, { issuer, id, refusal: why }: Batch): Promise<Problem> {
  const problems: unknown[] = [];
  for await (const { field, code, message, remedy } of issuing.problems(issuer, id)) {
    problems.push({ field, code, message, remedy });
  }
  return new Problem(
    'unprocessable',
    'APPLICATION_REFUSED',
    `The certificate was not issued${why === null ? '' : ` (${why})`}; the problems name the fields.`,
    { details: { batch: id, problems } },
  );
}

const pathOf = (issuer: string): string => PATH.replace('{issuer}', issuer);

function certificateView({ createdAt, ...same }: CertificateSummary): z.input<typeof certificate> {
  return { ...same, createdAt: createdAt.toISOString() };
}

const PIECE = 65_536;

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Without the members that are undefined, which exact optional properties refuse. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
