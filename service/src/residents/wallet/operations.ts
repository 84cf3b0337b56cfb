import { toBase64Url } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import type { HolderKey } from '../../people/personal-data/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation } from '../../platform/http/index.js';
import { permissions } from '../../platform/principal/index.js';
import { certId } from '../../platform/wire/index.js';
import { openHeld, residentOf } from '../own-certificates/index.js';
import { proveDevice } from './device.js';
import { carriedBy, endCredentials } from './end.js';
import type { EndedCredential } from './end.js';
import { DeviceUnknown } from './errors.js';
import { mintCredential, walletCell } from './mint.js';
import type { WalletCredential } from './mint.js';
import type { WalletCapabilities } from './parts.js';
import { binding, credential, device, ended, heldDevice } from './schemas.js';

/** Put a certificate on a device, see one's devices, end one. */
export function walletOperations(capabilities: WalletCapabilities): Operation[] {
  const { database, audit, protection, sessions } = capabilities;
  const bind = operation({
    id: 'bindToDevice',
    quota: 'mint',
    method: 'post',
    path: '/api/v1/my/certificates/{certificate}/wallet-credentials',
    summary:
      'Bind a certificate to a device’s key: a wallet credential 钱包凭证 of at most 30 days; one that lasts is given again',
    tag: 'residents',
    permission: permissions.bindToDevice,
    params: z.object({ certificate: certId }),
    body: { json: binding },
    answers: {
      200: { description: 'One that lasts', json: credential },
      201: { description: 'Made; it is anchored within seconds', json: credential },
    },
    async change({ params, body, principal, actor, caller }, tx) {
      const { lookup } = residentOf(principal);
      await sessions.hold(caller.session, tx);
      const now = Date.now();
      const held = await openHeld(tx, protection, { ...params, lookup }, 'FOR UPDATE');
      const proved = await proveDevice(params.certificate, body, now);
      const request = { held, device: proved, label: body.label };
      const made = await mintCredential(tx, capabilities, request);
      if (made.isNew) {
        await audit.record(tx, {
          ...{ act: 'wallet.minted', by: actor, issuer: held.issuer, certificate: params.certificate },
          ...{ credential: made.certId, device: proved.id.toString('hex'), until: made.validUntil },
        });
      }
      return { status: made.isNew ? 201 : 200, json: credentialView(made, params.certificate, capabilities) };
    },
  });
  const list = operation({
    id: 'listDevices',
    method: 'get',
    path: '/api/v1/my/devices',
    summary: 'The devices that can show one’s certificates, and for whom one acts',
    tag: 'residents',
    permission: permissions.listDevices,
    answers: { 200: { description: 'All of them', json: z.strictObject({ devices: z.array(heldDevice) }) } },
    async handle({ principal }) {
      const { lookup } = residentOf(principal);
      const { rows } = await database.query<DeviceRow>(
        `SELECT w.*, h.wrapped_key FROM wallet_credentials w JOIN holders h ON h.id = w.holder
         WHERE ${carriedBy('$1')} AND w.state <> 'revoked'
           AND w.valid_until >= (now() AT TIME ZONE 'Asia/Shanghai')::date ORDER BY w.created_at`,
        [lookup],
      );
      const keyOf = (row: DeviceRow): HolderKey => protection.holderKey(row.holder, row.wrapped_key);
      return { status: 200, json: { devices: devicesOf(rows, keyOf) } };
    },
  });
  const end = operation({
    id: 'endDevice',
    method: 'delete',
    path: '/api/v1/my/devices/{device}',
    summary:
      'End all wallet credentials of a device, as when a phone is lost, and all sessions but this one: here at once, on the ledger within seconds',
    tag: 'residents',
    permission: permissions.endDevice,
    params: z.object({ device }),
    answers: { 200: { description: 'What was ended', json: ended } },
    async change({ params, principal, actor, caller }, tx) {
      const { lookup } = residentOf(principal);
      const which = { carrier: lookup, device: Buffer.from(params.device, 'hex') };
      const change = { state: 'revoked', reason: 'lost', by: principal.subject } as const;
      // Whoever has the device may be signed in on it, and would put everything back: what is just being put is ended, too.
      await sessions.endAllOfResidents([lookup], tx, caller.session);
      const found = await endCredentials(tx, which, change);
      if (found.length === 0) throw new DeviceUnknown();
      for (const one of found) {
        await audit.record(tx, { act: 'wallet.ended', by: actor, ...endEvent(one, 'lost') });
      }
      return { status: 200, json: endedView(found) };
    },
  });
  return [bind, list, end];
}

export const endEvent = (
  { issuer, original, certId: ended, device: of }: EndedCredential,
  reason: string,
): { issuer: string; certificate: string; credential: string; device: string; reason: string } => ({
  ...{ issuer, certificate: original, credential: ended, device: of, reason },
});

export const endedView = (found: readonly EndedCredential[]): z.input<typeof ended> => ({
  ended: found.map(({ certId: id, issuer, original: of, device: one }) => ({
    certId: id,
    issuer,
    of,
    device: one,
  })),
});

export const credentialView = (
  { certId: id, cose, validUntil }: WalletCredential,
  of: string,
  { network, qrAddress: { scheme, host } }: Pick<WalletCapabilities, 'network' | 'qrAddress'>,
): z.input<typeof credential> => ({
  ...{ certId: id, of, cose: toBase64Url(cose), validUntil, network },
  address: { scheme, host },
});

interface DeviceRow extends Record<string, unknown> {
  readonly cert_id: Buffer;
  readonly original: Buffer;
  readonly holder: string;
  readonly wrapped_key: Buffer;
  readonly device: Buffer;
  readonly label: Buffer;
  readonly delegation: string | null;
  readonly created_at: Date;
  readonly valid_until: string;
}

function devicesOf(
  rows: readonly DeviceRow[],
  keyOf: (row: DeviceRow) => HolderKey,
): z.input<typeof heldDevice>[] {
  const devices = new Map<string, z.input<typeof heldDevice>>();
  for (const row of rows) {
    const id = row.device.toString('hex');
    const known = devices.get(id);
    const original = row.original.toString('hex');
    devices.set(id, {
      device: id,
      label: keyOf(row).decrypt(row.label, walletCell('label', row.cert_id)).toString(),
      certificates: [...new Set([...(known?.certificates ?? []), original])],
      forOthers: (known?.forOthers ?? false) || row.delegation !== null,
      since: known?.since ?? row.created_at.toISOString(),
      until: known && known.until > row.valid_until ? known.until : row.valid_until,
    });
  }
  return [...devices.values()];
}
