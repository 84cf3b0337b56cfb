import { webcrypto } from 'node:crypto';

import { issuerCode, typeCode } from '../attestation/network.fixture.js';
import { compressedPoint } from '../formats/device-key.js';
import { formatIdentifier } from '../formats/identifier.js';
import type { Sign } from '../formats/keys.js';
import { liveCodeText, signLiveCode } from '../formats/live-code.js';
import type { Showing } from '../formats/live-code.js';
import type { QrClaims, WalletClaims } from '../formats/qr.js';
import type { PublicJwk } from '../formats/jwk.js';

/** A resident's device: its key, and how it shows a credential. */
export interface Device {
  readonly deviceKey: Uint8Array;
  readonly sign: Sign;
  /** The text of the live code. */
  show(cose: Uint8Array, showing: Showing, network: string): Promise<string>;
}

export async function newDevice(): Promise<Device> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const jwk = (await webcrypto.subtle.exportKey('jwk', pair.publicKey)) as unknown as PublicJwk;
  const sign: Sign = async (bytes) =>
    new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes));
  return {
    deviceKey: compressedPoint(jwk),
    sign,
    show: async (cose, showing, network) =>
      liveCodeText(await signLiveCode(cose, showing, { network, sign }), 'zheng.example.gov.cn').text,
  };
}

/** certId of the certificate, and of the wallet credential made from it. */
export const originalId = new Uint8Array(16).fill(0x11);
export const walletId = new Uint8Array(16).fill(0x77);
export const holder = { holderName: '阿卜杜热西提·麦麦提', holderNumber: '330***********1234' };
export const person = { name: holder.holderName, number: '330102199001011234' };

export const walletClaims = (device: Device, wallet: Partial<WalletClaims> = {}): QrClaims => ({
  issuer: issuerCode,
  identifier: formatIdentifier({
    type: typeCode,
    issuer: issuerCode,
    serial: '20261124000001',
    version: '001',
  }),
  certId: walletId,
  name: '居住证',
  ...holder,
  validFrom: '2026-11-24',
  validUntil: '2026-12-23',
  wallet: { of: originalId, deviceKey: device.deviceKey, keyKind: 'software', ...wallet },
});
