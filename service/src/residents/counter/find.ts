import { z } from 'zod';
import type { Issuing } from '../../certificates/issuing/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions, reachesIssuer, reachesType } from '../../platform/principal/index.js';
import { certId, day, issuerCode, line } from '../../platform/wire/index.js';
import { names, openHeld } from '../own-certificates/index.js';
import { delegationSchema, delegationView, waitingDelegations } from '../wallet/index.js';
import type { PresenceParts } from './present.js';

export interface FindCapabilities extends PresenceParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly issuing: Issuing;
}

export const person = z
  .strictObject({ name: line, number: line })
  .meta({ id: 'PersonPresent', description: 'Whoever is at the counter, from their identity card' });

const found = z
  .strictObject({
    certificate: certId,
    issuer: issuerCode,
    issuerName: z.string(),
    name: z.string().meta({ description: 'Of the type, like 居住证' }),
    validUntil: day.nullable(),
    inForce: z.boolean(),
  })
  .meta({ id: 'CertificatePresent' });

/** What whoever is at the counter holds, in the clerk's scope: no fields of it. */
export function findOperation(capabilities: FindCapabilities): Operation {
  const { database, protection, types, holderLookup, audit, issuing } = capabilities;
  return operation({
    id: 'findAtCounter',
    quota: 'look-up',
    method: 'post',
    path: '/api/v1/counter/certificates',
    summary: 'The certificates of a resident who is at the counter without a phone, by their identity card',
    tag: 'residents',
    permission: permissions.findAtCounter,
    body: { json: z.strictObject({ person }) },
    answers: {
      200: {
        description: 'Those of this name and number, and delegations that wait for a witness',
        json: z.strictObject({ certificates: z.array(found), waiting: z.array(delegationSchema) }),
      },
    },
    async handle({ body: { person: who }, principal, actor }) {
      const lookup = holderLookup(who.number);
      const { rows } = await database.query<{ cert_id: Buffer; issuer: string; type: string }>(
        `SELECT c.cert_id, c.issuer, c.type FROM certificates c JOIN holders h ON h.id = c.holder
         WHERE h.lookup = $1 AND c.fields IS NOT NULL AND c.copy_of IS NULL ORDER BY c.created_at DESC LIMIT 100`,
        [lookup],
      );
      const reached = rows.filter(
        ({ issuer, type }) => reachesIssuer(principal, issuer) && reachesType(principal, type),
      );
      const open = (row: (typeof rows)[number]): ReturnType<typeof openHeld> =>
        openHeld(database, protection, { certificate: row.cert_id.toString('hex'), lookup });
      const held = (await Promise.all(reached.map(open))).filter((one) => names(types, one, who));
      const certificates = await Promise.all(
        held.map(async ({ certId: id, issuer, validUntil, inForce, type, typeVersion }) => {
          const certificate = id.toString('hex');
          const { issuerNameNow } = await issuing.certificate(issuer, certificate);
          const { name } = types.at(type, typeVersion);
          return { certificate, issuer, issuerName: issuerNameNow, name, validUntil, inForce };
        }),
      );
      const shown = new Set(certificates.map(({ certificate }) => certificate));
      const waiting = (await waitingDelegations(database, protection, lookup))
        .filter(({ certificate }) => shown.has(certificate))
        .map(delegationView);
      const [first] = held;
      const event = { holder: first?.holder ?? null, found: certificates.length };
      await audit.look({ act: 'counter.searched', by: actor, ...event });
      return { status: 200, json: { certificates, waiting } };
    },
  });
}
