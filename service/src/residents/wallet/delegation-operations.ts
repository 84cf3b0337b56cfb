import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { certId, uuid } from '../../platform/wire/index.js';
import { openHeld, residentOf } from '../own-certificates/index.js';
import { actForChild } from './children.js';
import { demandDelegation, delegationsOf } from './delegations.js';
import type { OpenDelegation } from './delegations.js';
import { proveDevice } from './device.js';
import { endCredentials } from './end.js';
import { DelegationUnknown } from './errors.js';
import { makeDelegation } from './make-delegation.js';
import { mintCredential } from './mint.js';
import { credentialView } from './operations.js';
import type { WalletCapabilities } from './parts.js';
import { binding, birthProof, credential, delegation, newDelegation } from './schemas.js';

/** Let somebody act for oneself, take it back; and carry what others gave. */
export function delegationOperations(capabilities: WalletCapabilities): Operation[] {
  return [
    ...[making(capabilities), makingAsParent(capabilities), listing(capabilities)],
    ...[withdrawing(capabilities), carrying(capabilities)],
  ];
}

function making(capabilities: WalletCapabilities): Operation {
  const { protection, audit } = capabilities;
  return operation({
    id: 'makeDelegation',
    method: 'post',
    path: '/api/v1/my/certificates/{certificate}/delegations',
    summary:
      'Let somebody act for oneself with a certificate 代办授权: for which items, until when (30 days at most)',
    tag: 'residents',
    permission: permissions.makeDelegation,
    params: z.object({ certificate: certId }),
    body: { json: newDelegation },
    answers: { 201: { description: 'Made', json: delegation } },
    async change({ params: { certificate }, body, principal, actor }, tx) {
      const { lookup } = residentOf(principal);
      const held = await openHeld(tx, protection, { certificate, lookup }, 'FOR UPDATE');
      const made = await makeDelegation(tx, capabilities, { held, holder: lookup, ...body });
      await audit.record(tx, {
        ...{ act: 'delegation.made', by: actor, issuer: held.issuer, certificate },
        ...{ delegation: made.id, items: body.items, until: made.until },
      });
      return { status: 201, json: delegationView(made) };
    },
  });
}

function makingAsParent(capabilities: WalletCapabilities): Operation {
  const { audit } = capabilities;
  return operation({
    id: 'actForChild',
    quota: 'look-up',
    method: 'post',
    path: '/api/v1/my/children',
    summary:
      'Act as a parent for one’s child under age 代孩子办理: delegations of what it holds, by its birth certificate',
    tag: 'residents',
    permission: permissions.actForChild,
    body: { json: birthProof },
    answers: {
      201: {
        description: 'Those that were made, and those that last',
        json: z.strictObject({ delegations: z.array(delegation) }),
      },
    },
    async change({ body, principal, actor }, tx) {
      const request = { parent: residentOf(principal).lookup, ...body };
      const { made, lasting } = await actForChild(tx, capabilities, request);
      for (const { issuer, id, certificate, until } of made)
        await audit.record(tx, {
          ...{ act: 'delegation.made', by: actor, issuer, certificate },
          ...{ delegation: id, items: [], until },
        });
      return { status: 201, json: { delegations: lasting.map(delegationView) } };
    },
  });
}

function listing({ database, protection }: WalletCapabilities): Operation {
  return operation({
    id: 'listDelegations',
    method: 'get',
    path: '/api/v1/my/delegations',
    summary: 'Who may act for oneself, and for whom one may act oneself',
    tag: 'residents',
    permission: permissions.listDelegations,
    answers: {
      200: {
        description: 'Those that last',
        json: z.strictObject({ given: z.array(delegation), received: z.array(delegation) }),
      },
    },
    async handle({ principal }) {
      const { lookup } = residentOf(principal);
      const [given, received] = await Promise.all([
        delegationsOf(database, protection, { holder: lookup }),
        delegationsOf(database, protection, { helper: lookup }),
      ]);
      return {
        status: 200,
        json: { given: given.map(delegationView), received: received.map(delegationView) },
      };
    },
  });
}

function withdrawing({ audit }: WalletCapabilities): Operation {
  return operation({
    id: 'withdrawDelegation',
    method: 'delete',
    path: '/api/v1/my/delegations/{delegation}',
    summary:
      'Take a delegation back, one’s own or as a parent: its wallet credentials end here at once, on the ledger within seconds',
    tag: 'residents',
    permission: permissions.withdrawDelegation,
    params: z.object({ delegation: uuid }),
    answers: { 200: { description: 'Withdrawn', json: z.strictObject({ withdrawn: uuid }) } },
    async change({ params: { delegation: id }, principal, actor }, tx) {
      const { lookup } = residentOf(principal);
      const { rows } = await tx.query<{ issuer: string; certificate: Buffer }>(
        `UPDATE delegations d SET withdrawn_at = now() FROM holders h
         WHERE d.id = $1 AND h.id = d.holder AND d.withdrawn_at IS NULL AND (h.lookup = $2
           OR d.evidence IS NOT NULL AND EXISTS
             (SELECT FROM delegation_helpers x WHERE x.delegation = d.id AND x.lookup = $2))
         RETURNING d.issuer, d.certificate`,
        [id, lookup],
      );
      const [found] = rows;
      if (!found) throw new DelegationUnknown();
      await tx.query('DELETE FROM delegation_helpers WHERE delegation = $1', [id]);
      const change = { state: 'revoked', reason: 'holder-request', by: principal.subject } as const;
      await endCredentials(tx, { delegation: id }, change);
      const certificate = found.certificate.toString('hex');
      await audit.record(tx, {
        ...{ act: 'delegation.withdrawn', by: actor, issuer: found.issuer, certificate, delegation: id },
      });
      return { status: 200, json: { withdrawn: id } };
    },
  });
}

function carrying(capabilities: WalletCapabilities): Operation {
  const { audit, protection, sessions } = capabilities;
  return operation({
    id: 'bindDelegated',
    quota: 'mint',
    method: 'post',
    path: '/api/v1/my/delegations/{delegation}/wallet-credentials',
    summary: 'Bind a certificate that one may show for somebody to one’s own device',
    tag: 'residents',
    permission: permissions.bindDelegated,
    params: z.object({ delegation: uuid }),
    body: { json: binding },
    answers: {
      200: { description: 'One that lasts', json: credential },
      201: { description: 'Made; it is anchored within seconds', json: credential },
    },
    async change({ params, body, principal, actor, caller }, tx) {
      const { lookup } = residentOf(principal);
      await sessions.hold(caller.session, tx);
      const now = Date.now();
      const given = await demandDelegation(tx, protection, params.delegation, lookup);
      const { certificate } = given;
      const held = await openHeld(tx, protection, { certificate, lookup: given.holderLookup }, 'FOR UPDATE');
      const proved = await proveDevice(certificate, body, now);
      const made = await mintCredential(tx, capabilities, {
        ...{ held, device: proved, label: body.label },
        delegation: { id: params.delegation, until: given.until, delegate: given.helper },
      });
      if (made.isNew) {
        await audit.record(tx, {
          ...{ act: 'wallet.minted', by: actor, issuer: held.issuer, certificate },
          ...{ credential: made.certId, device: proved.id.toString('hex'), until: made.validUntil },
          delegation: params.delegation,
        });
      }
      return { status: made.isNew ? 201 : 200, json: credentialView(made, certificate, capabilities) };
    },
  });
}

export const delegationView = ({
  helper,
  createdAt,
  ...same
}: OpenDelegation): z.input<typeof delegation> => ({
  ...{ id: same.id, certificate: same.certificate, name: same.name, holder: same.holder, until: same.until },
  evidence: same.evidence,
  helper: { name: helper.name, number: helper.number },
  items: [...helper.items],
  createdAt: createdAt.toISOString(),
});
