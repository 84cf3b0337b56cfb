import { z } from 'zod';
import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { certId, day, uuid } from '../../platform/wire/index.js';
import { coverageOf, promisedBy } from '../../windows/cases/index.js';
import type { ServiceItems } from '../../windows/items/index.js';
import { openHeld, residentOf } from '../own-certificates/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';

export interface MatterCapabilities {
  readonly database: Database;
  readonly protection: Protection;
  readonly audit: Audit;
  readonly types: CertificateTypes;
  readonly items: ServiceItems;
}

const matters = z
  .strictObject({
    covered: z
      .array(z.strictObject({ item: z.string(), material: z.string(), certificates: z.array(certId) }))
      .meta({ description: 'Materials of items that certificates of one’s own cover 免提交 today' }),
    promised: z
      .array(
        z.strictObject({
          hall: z.string(),
          hallName: z.string(),
          case: uuid,
          item: z.string(),
          material: z.string(),
          kind: z.enum(['deferred', 'declared']),
          due: day,
          isOverdue: z.boolean(),
        }),
      )
      .meta({ description: 'What one promised at a window 告知承诺、容缺受理 and has not handed in' }),
  })
  .meta({ id: 'Matters' });

/** What a resident may come for: which of their certificates cover what, and what they promised. */
export function matterOperations(capabilities: MatterCapabilities): Operation[] {
  const { database, audit } = capabilities;
  const list = operation({
    id: 'listOwnMatters',
    method: 'get',
    path: '/api/v1/my/matters',
    summary:
      'One’s own matters 我的事项: what one’s certificates cover of each item, and deadlines at windows',
    tag: 'residents',
    permission: permissions.listOwnMatters,
    answers: { 200: { description: 'Both', json: matters } },
    async handle({ principal, actor }) {
      const { lookup } = residentOf(principal);
      const held = await heldToday(capabilities, lookup);
      const promised = await promisedBy(database, lookup);
      await audit.look({ act: 'own-certificates.seen', by: actor, found: held.length });
      return { status: 200, json: { covered: coveredBy(capabilities, held), promised } };
    },
  });
  return [list];
}

interface HeldToday extends HeldCertificate {
  readonly hasPhoto: boolean;
}

async function heldToday(
  { database, protection }: MatterCapabilities,
  lookup: Buffer,
): Promise<readonly HeldToday[]> {
  const { rows } = await database.query<{ id: string; photo: boolean }>(
    `SELECT encode(c.cert_id, 'hex') AS id, c.photo IS NOT NULL AS photo
     FROM certificates c JOIN holders h ON h.id = c.holder
     WHERE h.lookup = $1 AND c.fields IS NOT NULL AND c.copy_of IS NULL ORDER BY c.created_at DESC LIMIT 100`,
    [lookup],
  );
  const held = await Promise.all(
    rows.map(async ({ id, photo }) => {
      const open = await openHeld(database, protection, { certificate: id, lookup });
      return { ...open, hasPhoto: photo };
    }),
  );
  return held.filter(({ inForce }) => inForce);
}

/** As a window would judge them, were they shown whole. */
function coveredBy(
  { items, types }: MatterCapabilities,
  held: readonly HeldToday[],
): z.input<typeof matters>['covered'] {
  return items.list().flatMap((item) =>
    item.materials.flatMap((material) => {
      const certificates = held.filter((one) => covers(types, material, one));
      if (certificates.length === 0) return [];
      const ids = certificates.map(({ certId: id }) => id.toString('hex'));
      return [{ item: item.code, material: material.id, certificates: ids }];
    }),
  );
}

function covers(
  types: CertificateTypes,
  material: Parameters<typeof coverageOf>[0],
  { certId: id, issuer, type, typeVersion, validUntil, fields, hasPhoto }: HeldToday,
): boolean {
  const { name, holderName, holderNumber } = types.at(type, typeVersion);
  const certificate = {
    ...{ certId: id.toString('hex'), type, name, issuer, validUntil },
    fields: { ...fields, ...(hasPhoto && { photo: true }) },
  };
  const holder = { name: String(fields[holderName]), number: String(fields[holderNumber]) };
  return coverageOf(material, { verdict: 'valid', certificate }, holder, types) === 'covers';
}
