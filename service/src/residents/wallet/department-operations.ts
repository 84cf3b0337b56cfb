import { changeReasons } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import type { Principal } from '../../platform/principal/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { ofCertificate } from '../../platform/wire/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Sessions } from '../../people/sessions/index.js';
import { carriersOf, endCredentials } from './end.js';
import { endEvent, endedView } from './operations.js';
import { ended } from './schemas.js';

export interface DepartmentWalletCapabilities {
  readonly audit: Audit;
  readonly sessions: Pick<Sessions, 'endAllOfResidents'>;
  /** The certificate that a path names, if the token's scope covers it. @throws NotAllowed, CertificateUnknown */
  readonly reach: (
    principal: Principal,
    params: z.output<typeof ofCertificate>,
    tx: Transaction,
  ) => Promise<{ readonly issuer: string; readonly certId: string }>;
}

const PATH = '/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials';

/** For whoever has lost a phone and has no browser: the department ends what devices can show, a window suspends it. */
export function departmentWalletOperations({
  audit,
  sessions,
  reach,
}: DepartmentWalletCapabilities): Operation[] {
  const answers = { 200: { description: 'What was ended', json: ended } };
  const body = { json: z.strictObject({ reason: z.enum(changeReasons) }) };
  const end = operation({
    id: 'endWallet',
    method: 'post',
    path: `${PATH}/ending`,
    summary:
      'End all wallet credentials of a certificate 停用手机凭证 and the sessions of whoever carries them; the certificate stays as it is',
    tag: 'residents',
    permission: permissions.endWallet,
    params: ofCertificate,
    body,
    answers,
    async change({ params, body: { reason }, principal, actor }, tx) {
      const { certId } = await reach(principal, params, tx);
      const which = { original: Buffer.from(certId, 'hex') };
      await sessions.endAllOfResidents(await carriersOf(tx, which.original), tx);
      const found = await endCredentials(tx, which, { state: 'revoked', reason, by: principal.subject });
      for (const one of found) {
        await audit.record(tx, { act: 'wallet.ended', by: actor, ...endEvent(one, reason) });
      }
      return { status: 200, json: endedView(found) };
    },
  });
  const suspend = operation({
    id: 'suspendWallet',
    method: 'post',
    path: `${PATH}/suspension`,
    summary:
      'Suspend all wallet credentials of a certificate 挂失 and end the sessions of whoever carries them: whoever signs in again gets new ones',
    tag: 'residents',
    permission: permissions.suspendWallet,
    params: ofCertificate,
    body,
    answers,
    async change({ params, body: { reason }, principal, actor }, tx) {
      const { certId } = await reach(principal, params, tx);
      const which = { original: Buffer.from(certId, 'hex') };
      await sessions.endAllOfResidents(await carriersOf(tx, which.original), tx);
      const found = await endCredentials(tx, which, { state: 'suspended', reason, by: principal.subject });
      for (const one of found) {
        await audit.record(tx, { act: 'wallet.suspended', by: actor, ...endEvent(one, reason) });
      }
      return { status: 200, json: endedView(found) };
    },
  });
  return [end, suspend];
}
