import { z } from 'zod';
import type { CertificateSummary } from '../../certificates/issuing/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { ofCertificate, uuid } from '../../platform/wire/index.js';
import { cardsPaper } from '../cards/index.js';
import type { CardParts } from '../cards/index.js';
import {
  delegationSchema,
  delegationView,
  makeDelegation,
  newDelegation,
  witnessDelegation,
} from '../wallet/index.js';
import { findOperation, person } from './find.js';
import type { FindCapabilities } from './find.js';
import { heldByPresent } from './present.js';

export interface CounterCapabilities extends FindCapabilities, CardParts {
  /** The certificate that a path names, if the scope covers it. @throws NotAllowed, CertificateUnknown */
  readonly reach: (
    principal: Principal,
    params: z.output<typeof ofCertificate>,
    tx?: Transaction,
  ) => Promise<Pick<CertificateSummary, 'issuer' | 'certId'>>;
}

const PATH = '/api/v1/issuers/{issuer}/certificates/{certificate}';

/** A resident without a phone has the same rights at a counter: a clerk does it, with their identity card in hand. */
export function counterOperations(capabilities: CounterCapabilities): Operation[] {
  return [
    findOperation(capabilities),
    printing(capabilities),
    delegating(capabilities),
    witnessing(capabilities),
  ];
}

function printing(capabilities: CounterCapabilities): Operation {
  const { database, audit, reach } = capabilities;
  return operation({
    id: 'printAtCounter',
    quota: 'look-up',
    method: 'post',
    path: `${PATH}/cards`,
    summary: 'The page with the QR code and cards to cut out 二维码卡, for a resident who is at the counter',
    tag: 'residents',
    permission: permissions.printAtCounter,
    params: ofCertificate,
    body: { json: z.strictObject({ person }) },
    answers: { 200: { description: 'The page, PDF/A-3b', media: 'application/pdf' } },
    async handle({ params, body, principal, actor }) {
      const { issuer, certId: certificate } = await reach(principal, params);
      const held = await heldByPresent(database, capabilities, certificate, body.person);
      const bytes = await cardsPaper(capabilities, held);
      await audit.look({ act: 'cards.printed', by: actor, issuer, certificate });
      const headers = { 'Content-Disposition': `attachment; filename="${held.identifier}-cards.pdf"` };
      return { status: 200, headers, bytes };
    },
  });
}

function delegating(capabilities: CounterCapabilities): Operation {
  const { audit, reach, holderLookup } = capabilities;
  return operation({
    id: 'delegateAtCounter',
    quota: 'look-up',
    method: 'post',
    path: `${PATH}/delegations`,
    summary:
      'Let somebody act for a resident who is at the counter 代办授权: it counts once another clerk has witnessed it, on the same day',
    tag: 'residents',
    permission: permissions.delegateAtCounter,
    params: ofCertificate,
    body: { json: newDelegation.extend({ person }) },
    answers: { 201: { description: 'Made; it waits for a witness', json: delegationSchema } },
    async change({ params, body: { person: who, ...asked }, principal, actor }, tx) {
      const { issuer, certId: certificate } = await reach(principal, params, tx);
      const held = await heldByPresent(tx, capabilities, certificate, who, 'FOR UPDATE');
      const request = { held, holder: holderLookup(who.number), ...asked, madeBy: principal.subject };
      const made = await makeDelegation(tx, capabilities, request);
      await audit.record(tx, {
        ...{ act: 'delegation.made', by: actor, issuer, certificate },
        ...{ delegation: made.id, items: asked.items, until: made.until },
      });
      return { status: 201, json: delegationView(made) };
    },
  });
}

function witnessing(capabilities: CounterCapabilities): Operation {
  const { audit, reach, protection, holderLookup } = capabilities;
  return operation({
    id: 'witnessDelegation',
    quota: 'look-up',
    method: 'post',
    path: `${PATH}/delegations/{delegation}/witness`,
    summary: 'Witness a delegation that another clerk made today: the resident is here, and wants it 见证',
    tag: 'residents',
    permission: permissions.witnessDelegation,
    params: ofCertificate.extend({ delegation: uuid }),
    body: { json: z.strictObject({ person }) },
    answers: { 200: { description: 'It counts now', json: delegationSchema } },
    async change({ params, body: { person: who }, principal, actor }, tx) {
      const { issuer, certId: certificate } = await reach(principal, params, tx);
      await heldByPresent(tx, capabilities, certificate, who, 'FOR UPDATE');
      const which = { id: params.delegation, certificate, holder: holderLookup(who.number) };
      const made = await witnessDelegation(tx, protection, { ...which, by: principal.subject });
      await audit.record(tx, {
        ...{ act: 'delegation.witnessed', by: actor, issuer, certificate, delegation: made.id },
      });
      return { status: 200, json: delegationView(made) };
    },
  });
}
