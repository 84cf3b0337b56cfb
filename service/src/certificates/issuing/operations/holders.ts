import { z } from 'zod';
import { permissions } from '../../../platform/principal/index.js';
import type { Audit } from '../../../people/audit/index.js';
import type { Issuing } from '../issuing.js';
import { Problem } from '../../../platform/problems/index.js';
import { ofIssuer } from '../../../platform/wire/index.js';
import { operation } from '../../../platform/http/index.js';
import type { Operation } from '../../../platform/http/index.js';

export interface HolderCapabilities {
  readonly issuing: Issuing;
  readonly audit: Audit;
}

/** Personal Information Protection Law (个人信息保护法) §47: deletion. */
export function holderOperations({ issuing, audit }: HolderCapabilities): Operation[] {
  const forget = operation({
    id: 'forgetHolder',
    looksUp: true,
    method: 'post',
    path: '/api/v1/issuers/{issuer}/holders/deletion',
    summary: "Delete a holder's data and key; hashes and certIds stay, which say nothing",
    tag: 'holders',
    permission: permissions.forgetHolder,
    params: ofIssuer,
    body: { json: z.strictObject({ holderNumber: z.string().min(1).max(100) }) },
    answers: { 200: { description: 'Gone', json: z.strictObject({ deleted: z.literal(true) }) } },
    async change({ params: { issuer }, body, actor }, tx) {
      const inside = issuing.within(tx);
      const holder = await inside.holder(issuer, body.holderNumber);
      if (holder === undefined) {
        throw new Problem('not-found', 'HOLDER_UNKNOWN', {
          zh: '本机构没有这位持证主体：请核对证件号码。',
          en: 'This issuer has no such holder: compare the number.',
        });
      }
      // Before it is gone: what is written down is found by the holder's pseudonym.
      await audit.record(tx, { act: 'holder.forgotten', by: actor, issuer, holder });
      await inside.forgetHolder(issuer, body.holderNumber);
      return { status: 200, json: { deleted: true } };
    },
  });
  return [forget];
}
