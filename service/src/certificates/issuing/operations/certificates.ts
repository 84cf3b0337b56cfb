import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Principal } from '../../../platform/principal/index.js';
import type { Batch } from '../batches.js';
import type { Audit } from '../../../people/audit/index.js';
import type { Issuing } from '../issuing.js';
import type { ApplicationRequest } from '../submit.js';
import type { Taken } from '../open-batch.js';
import { replayed, replayedHeaders, scopedType } from './input.js';
import { Problem } from '../../../platform/problems/index.js';
import type { CertificateTypes } from '../../types/index.js';
import { decodePhoto, photo, validity } from './application.js';
import { batchView } from './batch.js';
import { readingOperations } from './certificate-reading.js';
import { PATH, certificateView, reachedCertificate } from './certificate.js';
import { ofCertificate } from '../../../platform/wire/index.js';
import { certId, ofIssuer } from '../../../platform/wire/index.js';
import { operation } from '../../../platform/http/index.js';
import { permissions } from '../../../platform/principal/index.js';
import type { Operation, Reply } from '../../../platform/http/index.js';
import { batch as batchSchema, certificate, fieldProblem } from '../schemas.js';
import { fields } from '../../types/schemas.js';
import { typeCode } from '../../../platform/wire/index.js';

export interface CertificateCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
  readonly types: CertificateTypes;
}

/** How long the answer to one application waits for its certificate. */
const PATIENCE = 15_000;

const copyLimits = z.strictObject({
  purpose: z.string().max(500).meta({ description: 'What it may be used for, like 办理公积金提取' }),
  user: z.string().max(500).meta({ description: 'Who may use it' }),
  validUntil: z
    .string()
    .max(20)
    .meta({ description: 'Its last day, like 2026-01-31; at most 90 days from today' }),
});
/** Issue one certificate, find certificates, read them. */
export function certificateOperations({ issuing, audit, types }: CertificateCapabilities): Operation[] {
  const issueAnswers = {
    201: {
      description: 'Issued; it is anchored within seconds',
      json: certificate,
      headers: replayedHeaders,
    },
    202: {
      description: 'Taken in: it waits for approval, or for its turn',
      json: batchSchema,
      headers: replayedHeaders,
    },
  };
  const issue = operation({
    id: 'issueCertificate',
    method: 'post',
    path: PATH,
    summary: 'Issue one certificate',
    tag: 'certificates',
    permission: permissions.issueCertificate,
    params: ofIssuer,
    body: { json: z.strictObject({ type: typeCode, fields, ...validity, photo }) },
    idempotent: true,
    answers: issueAnswers,
    async handle({ params, body, principal, actor, idempotencyKey, signal }) {
      const type = scopedType(principal, params.issuer, types, body.type);
      const request = application(params.issuer, type, body, principal, idempotencyKey);
      const onTaken: ApplicationRequest['onTaken'] = (tx, { issuer, id: batch }) =>
        audit.record(tx, { act: 'certificate.applied-for', by: actor, issuer, batch });
      return issued(issuing, principal, await issuing.submitApplication({ ...request, onTaken }), signal);
    },
  });
  const check = operation({
    id: 'checkApplication',
    method: 'post',
    path: '/api/v1/issuers/{issuer}/application-check',
    summary: 'What the rules say of an application: nothing is stored or asked for',
    tag: 'certificates',
    permission: permissions.checkApplication,
    params: ofIssuer,
    body: {
      json: z.strictObject({
        type: typeCode,
        fields,
        ...validity,
        photo,
        renews: certId.optional().meta({ description: 'The certificate that this one is to follow' }),
      }),
    },
    answers: {
      200: {
        description: 'What is wrong, if anything, and the fields in the written form',
        json: z.strictObject({
          problems: z.array(fieldProblem),
          notes: z.array(fieldProblem).meta({ description: 'What was brought into the written form' }),
          fields,
        }),
      },
    },
    async handle({ params, body: { renews, ...body }, principal }) {
      const type = scopedType(principal, params.issuer, types, body.type);
      const request = application(params.issuer, type, body, principal, undefined);
      const given = renews === undefined ? request : { ...request, renews: Buffer.from(renews, 'hex') };
      return { status: 200, json: await issuing.checkOne(given) };
    },
  });
  const renew = operation({
    id: 'renewCertificate',
    method: 'post',
    path: `${PATH}/{certificate}/renewal`,
    summary: 'Issue the next version of a certificate; one entry anchors it and supersedes the old one',
    tag: 'statuses',
    permission: permissions.renewCertificate,
    params: ofCertificate,
    body: { json: z.strictObject({ fields, ...validity, photo }) },
    idempotent: true,
    answers: issueAnswers,
    async handle({ params, body, principal, actor, idempotencyKey, signal }) {
      const { certId: certificate, type } = await reachedCertificate(issuing, principal, params);
      const request = application(params.issuer, type, body, principal, idempotencyKey);
      const renews = Buffer.from(certificate, 'hex');
      const onTaken: ApplicationRequest['onTaken'] = (tx, { issuer, id: batch }) =>
        audit.record(tx, { act: 'certificate.renewal-applied-for', by: actor, issuer, batch, certificate });
      return issued(
        issuing,
        principal,
        await issuing.submitApplication({ ...request, renews, onTaken }),
        signal,
      );
    },
  });
  const copy = operation({
    id: 'copyCertificate',
    method: 'post',
    path: `${PATH}/{certificate}/copies`,
    summary:
      'Issue a purpose-limited copy 加注件: watermarked, short-lived, and good only as long as its original',
    tag: 'certificates',
    permission: permissions.copyCertificate,
    params: ofCertificate,
    body: { json: copyLimits },
    idempotent: true,
    answers: issueAnswers,
    async handle({ params, body, principal, actor, idempotencyKey, signal }) {
      const { issuer, certId: certificate } = await reachedCertificate(issuing, principal, params);
      const { purpose: forPurpose, user } = body;
      const said = { act: 'certificate.copy-applied-for', by: actor, issuer, forPurpose, user } as const;
      const taken = await issuing.submitCopy({
        issuer,
        original: Buffer.from(certificate, 'hex'),
        ...body,
        submittedBy: principal.subject,
        onTaken: (tx, { id: batch }) => audit.record(tx, { ...said, batch, certificate }),
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
      return issued(issuing, principal, taken, signal);
    },
  });
  return [issue, check, renew, copy, ...readingOperations({ issuing, audit })];
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

/** The certificate, if it is issued soon; else where it can be asked for. */
export async function issued(
  issuing: Issuing,
  principal: Principal,
  taken: Taken,
  signal: AbortSignal,
): Promise<Reply> {
  const { repeated, ...batch } = taken;
  const { issuer, id } = batch;
  const now = await settled(issuing, batch, signal);
  if (now.state === 'issued' || now.state === 'refused') {
    const [made] = await issuing.certificates({ issuer, batch: id, limit: 1 });
    if (!made) throw await refusal(issuing, now);
    return {
      status: 201,
      json: certificateView(made, principal),
      headers: { Location: `${pathOf(issuer)}/${made.certId}`, ...replayed({ repeated }) },
    };
  }
  return {
    status: 202,
    json: batchView(now, principal),
    headers: { Location: `/api/v1/issuers/${issuer}/batches/${id}`, ...replayed({ repeated }) },
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
    {
      zh: `没有签发${why === null ? '' : `（${why}）`}：见下列各项。`,
      en: `The certificate was not issued${why === null ? '' : ` (${why})`}; the problems name the fields.`,
    },
    { details: { batch: id, problems } },
  );
}

const pathOf = (issuer: string): string => PATH.replace('{issuer}', issuer);
