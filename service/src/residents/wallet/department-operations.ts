import { changeReasons } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import type { Actor, Principal } from '../../platform/principal/index.js';
import type { Database, Transaction } from '../../platform/database/index.js';
import { ofCertificate } from '../../platform/wire/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Sessions } from '../../people/sessions/index.js';
import { carriersOf, endCredentials } from './end.js';
import { endEvent, endedView } from './operations.js';
import { ended, minted } from './schemas.js';

export interface DepartmentWalletCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly sessions: Pick<Sessions, 'endAllOfResidents'>;
  /** The certificate that a path names, if the token's scope covers it. @throws NotAllowed, CertificateUnknown */
  readonly reach: (
    principal: Principal,
    params: z.output<typeof ofCertificate>,
    tx?: Transaction,
  ) => Promise<{ readonly issuer: string; readonly certId: string }>;
}

const PATH = '/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials';

/** For whoever has lost a phone and has no browser: the department ends what devices can show, a window suspends it. */
export function departmentWalletOperations(capabilities: DepartmentWalletCapabilities): Operation[] {
  const { database, reach } = capabilities;
  const answers = { 200: { description: 'What was ended', json: ended } };
  const body = { json: z.strictObject({ reason: z.enum(changeReasons) }) };
  const list = operation({
    id: 'listWalletCredentials',
    method: 'get',
    path: PATH,
    summary: 'The wallet credentials of a certificate: since when and until when a device can show it',
    tag: 'residents',
    permission: permissions.listWalletCredentials,
    params: ofCertificate,
    answers: {
      200: {
        description: 'The newest 100, oldest first; showings themselves are known to nobody but both sides',
        json: z.strictObject({ credentials: z.array(minted) }),
      },
    },
    async handle({ params, principal }) {
      const { certId } = await reach(principal, params);
      const found = await credentialsOf(database, Buffer.from(certId, 'hex'));
      return { status: 200, json: { credentials: found } };
    },
  });
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
      const change = { state: 'revoked', reason, by: principal.subject } as const;
      return { status: 200, json: await endAll(tx, capabilities, certId, change, actor) };
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
      const change = { state: 'suspended', reason, by: principal.subject } as const;
      return { status: 200, json: await endAll(tx, capabilities, certId, change, actor) };
    },
  });
  return [list, end, suspend];
}

/** Ends what devices can show of a certificate, for good or not, and the sessions of whoever carries it. */
async function endAll(
  tx: Transaction,
  { audit, sessions }: DepartmentWalletCapabilities,
  certId: string,
  change: Parameters<typeof endCredentials>[2],
  by: Actor,
): Promise<z.input<typeof ended>> {
  const original = Buffer.from(certId, 'hex');
  // First: whoever is just putting it on a device is waited for.
  await sessions.endAllOfResidents(await carriersOf(tx, original), tx);
  const found = await endCredentials(tx, { original }, change);
  const act = change.state === 'revoked' ? 'wallet.ended' : 'wallet.suspended';
  for (const one of found) await audit.record(tx, { act, by, ...endEvent(one, change.reason) });
  return endedView(found);
}

async function credentialsOf(database: Database, original: Buffer): Promise<z.input<typeof minted>[]> {
  const { rows } = await database.query<Omit<z.input<typeof minted>, 'createdAt'> & { createdAt: Date }>(
    `SELECT * FROM (
       SELECT encode(cert_id, 'hex') AS "certId", state, created_at AS "createdAt", valid_until AS "validUntil",
         delegation IS NOT NULL AS delegated
       FROM wallet_credentials WHERE original = $1 ORDER BY created_at DESC LIMIT 100) newest
     ORDER BY "createdAt"`,
    [original],
  );
  return rows.map(({ createdAt, ...same }) => ({ ...same, createdAt: createdAt.toISOString() }));
}
