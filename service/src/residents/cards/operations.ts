import { z } from 'zod';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { certId } from '../../platform/wire/index.js';
import { openHeld, residentOf } from '../own-certificates/index.js';
import { cardsPaper } from './cards-paper.js';
import type { CardParts } from './cards-paper.js';

export interface CardCapabilities extends CardParts {
  readonly database: Database;
  readonly protection: Protection;
  readonly audit: Audit;
}

/** Print the code of what one holds, to be carried without a phone. */
export function cardOperations(capabilities: CardCapabilities): Operation[] {
  const { database, protection, audit } = capabilities;
  const print = operation({
    id: 'printOwnCards',
    method: 'get',
    path: '/api/v1/my/certificates/{certificate}/cards',
    summary:
      'A page to print with the QR code of a certificate that one holds, and cards to cut out 二维码卡: for whoever has no phone; no certificate itself',
    tag: 'residents',
    permission: permissions.printOwnCards,
    params: z.object({ certificate: certId }),
    answers: { 200: { description: 'The page, PDF/A-3b', media: 'application/pdf' } },
    async handle({ params: { certificate }, principal, actor }) {
      const { lookup } = residentOf(principal);
      const held = await openHeld(database, protection, { certificate, lookup });
      const bytes = await cardsPaper(capabilities, held);
      await audit.look({ act: 'cards.printed', by: actor, issuer: held.issuer, certificate });
      const headers = { 'Content-Disposition': `attachment; filename="${held.identifier}-cards.pdf"` };
      return { status: 200, headers, bytes };
    },
  });
  return [print];
}
