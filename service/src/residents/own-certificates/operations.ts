import { dateAt, parseQr } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { pictureMedia, pictureWidth } from '../../certificates/documents/schemas.js';
import { answerIssued, certificateSchema, countsOn } from '../../certificates/issuing/index.js';
import type { Issuing } from '../../certificates/issuing/index.js';
import { photoField } from '../../certificates/types/index.js';
import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import { certId, day, instant } from '../../platform/wire/index.js';
import { openHeld, residentOf } from './held.js';
import type { HeldCertificate } from './held.js';

export interface OwnCertificateCapabilities {
  readonly database: Database;
  readonly protection: Protection;
  readonly audit: Audit;
  readonly issuing: Issuing;
  readonly types: CertificateTypes;
}

const PATH = '/api/v1/my/certificates';
const named = z.object({ certificate: certId });

const card = certificateSchema
  .pick({
    ...{ certId: true, identifier: true, issuer: true, issuerName: true, issuerNameNow: true, type: true },
    ...{ state: true, pending: true, issuedOn: true, validFrom: true, validUntil: true, copyOf: true },
  })
  .extend({
    name: z.string().meta({ description: 'Of the type, like 居住证' }),
    inForce: z.boolean().meta({ description: 'Whether it counts today' }),
    holder: z.strictObject({ name: z.string(), number: z.string() }),
    hasPhoto: z.boolean(),
    changes: z
      .array(z.strictObject({ at: instant, state: z.string(), reason: z.string() }))
      .meta({ description: 'What changed since it was issued, newest first' }),
    copy: z
      .strictObject({ purpose: z.string(), user: z.string() })
      .nullable()
      .meta({ description: 'Of a purpose-limited copy 加注件' }),
  })
  .meta({ id: 'Card' });

/** Cards, PDF, picture and copies of what one holds. */
export function ownCertificateOperations(capabilities: OwnCertificateCapabilities): Operation[] {
  const { audit, issuing } = capabilities;
  const list = operation({
    id: 'listOwnCertificates',
    method: 'get',
    path: PATH,
    summary: 'One’s own certificates at the departments of this service 我的证照',
    tag: 'residents',
    permission: permissions.listOwnCertificates,
    answers: { 200: { description: 'All of them', json: z.strictObject({ certificates: z.array(card) }) } },
    async handle({ principal, actor }) {
      const cards = await cardsOf(capabilities, principal);
      await audit.look({ act: 'own-certificates.seen', by: actor, found: cards.length });
      return { status: 200, json: { certificates: cards } };
    },
  });
  const document = operation({
    id: 'getOwnDocument',
    method: 'get',
    path: `${PATH}/{certificate}/document`,
    summary: 'The PDF of a certificate that one holds',
    tag: 'residents',
    permission: permissions.getOwnDocument,
    params: named,
    answers: { 200: { description: 'The PDF', media: 'application/pdf' } },
    async handle({ params, principal, actor }) {
      const { issuer, identifier } = await own(capabilities, principal, params.certificate);
      const { pdf } = await issuing.pdf(issuer, params.certificate);
      await audit.look({ act: 'document.seen', by: actor, issuer, certificate: params.certificate });
      const headers = { 'Content-Disposition': `attachment; filename="${identifier}.pdf"` };
      return { status: 200, headers, bytes: pdf };
    },
  });
  const picture = operation({
    id: 'getOwnPicture',
    quota: 'drawing',
    method: 'get',
    path: `${PATH}/{certificate}/picture`,
    summary: 'The page of a certificate that one holds, as a picture',
    tag: 'residents',
    permission: permissions.getOwnPicture,
    params: named,
    query: z.object({ width: pictureWidth }),
    answers: { 200: { description: 'The picture', media: pictureMedia.png } },
    async handle({ params, query: { width }, principal, actor }) {
      const { issuer, identifier } = await own(capabilities, principal, params.certificate);
      const bytes = await issuing.picture(issuer, params.certificate, { as: 'png', width });
      await audit.look({ act: 'picture.seen', by: actor, issuer, certificate: params.certificate });
      const headers = { 'Content-Disposition': `attachment; filename="${identifier}.png"` };
      return { status: 200, headers, bytes };
    },
  });
  return [list, document, picture, copying(capabilities)];
}

function copying(capabilities: OwnCertificateCapabilities): Operation {
  const { audit, issuing } = capabilities;
  return operation({
    id: 'copyOwnCertificate',
    quota: 'mint',
    method: 'post',
    path: `${PATH}/{certificate}/copies`,
    summary: 'Make a purpose-limited copy 加注件 of a certificate that one holds, for one user and some days',
    tag: 'residents',
    permission: permissions.copyOwnCertificate,
    params: named,
    body: {
      json: z.strictObject({
        purpose: z.string().max(500).meta({ description: 'What it may be used for' }),
        user: z.string().max(500).meta({ description: 'Who may use it' }),
        validUntil: day,
      }),
    },
    idempotent: true,
    answers: {
      201: { description: 'Issued; it is anchored within seconds', json: certificateSchema },
      202: { description: 'Taken in: it waits for the department, or for its turn', json: z.unknown() },
    },
    async handle({ params: { certificate }, body, principal, actor, idempotencyKey, signal }) {
      const { issuer } = await own(capabilities, principal, certificate);
      const { purpose: forPurpose, user } = body;
      const said = { act: 'certificate.copy-applied-for', by: actor, issuer, forPurpose, user } as const;
      const taken = await issuing.submitCopy({
        ...{ issuer, original: Buffer.from(certificate, 'hex'), ...body, submittedBy: principal.subject },
        onTaken: (tx, { id: batch }) => audit.record(tx, { ...said, batch, certificate }),
        // Of this resident alone: nobody uses up a key that the department or another means to use.
        ...(idempotencyKey !== undefined && { idempotencyKey: `${principal.subject} ${idempotencyKey}` }),
      });
      return answerIssued(issuing, principal, taken, signal);
    },
  });
}

function own(
  { database, protection }: OwnCertificateCapabilities,
  principal: Principal,
  certificate: string,
): Promise<HeldCertificate> {
  return openHeld(database, protection, { certificate, lookup: residentOf(principal).lookup });
}

async function cardsOf(
  { database, protection, issuing, types }: OwnCertificateCapabilities,
  principal: Principal,
): Promise<z.input<typeof card>[]> {
  const { lookup } = residentOf(principal);
  const { rows } = await database.query<{ cert_id: Buffer; photo: boolean; changes: Change[] }>(
    `SELECT c.cert_id, c.photo IS NOT NULL AS photo, ARRAY(
       SELECT json_build_object('at', s.made_at, 'state', s.state, 'reason', s.reason) FROM status_changes s
       WHERE s.cert_id = c.cert_id AND s.decision = 'made' ORDER BY s.made_at DESC) AS changes
     FROM certificates c JOIN holders h ON h.id = c.holder
     WHERE h.lookup = $1 AND c.fields IS NOT NULL ORDER BY c.created_at DESC LIMIT 500`,
    [lookup],
  );
  const today = dateAt(Date.now());
  return Promise.all(
    rows.map(async ({ cert_id: id, photo, changes }) => {
      const hex = id.toString('hex');
      const held = await openHeld(database, protection, { certificate: hex, lookup });
      const summary = await issuing.certificate(held.issuer, hex);
      const type = types.at(held.type, held.typeVersion);
      const shown = Object.keys(card.shape).filter((key) => key in summary);
      return card.parse({
        ...Object.fromEntries(shown.map((key) => [key, summary[key as keyof typeof summary]])),
        name: type.name,
        inForce: countsOn(summary, today),
        holder: {
          name: String(held.fields[type.holderName]),
          number: String(held.fields[type.holderNumber]),
        },
        hasPhoto: photo && photoField(type) !== undefined,
        changes: changes.map((change) => ({ ...change, at: new Date(change.at).toISOString() })),
        copy: summary.copyOf === null ? null : await limitsOf(issuing, held.issuer, hex),
      });
    }),
  );
}

interface Change {
  readonly at: string;
  readonly state: string;
  readonly reason: string;
}

/** What a copy is for, and for whom, as its QR code says it. */
async function limitsOf(
  issuing: Issuing,
  issuer: string,
  certificate: string,
): Promise<z.input<typeof card>['copy']> {
  const { copy } = parseQr(await issuing.qr(issuer, certificate)).claims;
  return copy ? { purpose: copy.purpose, user: copy.user } : null;
}
