import type { Minted } from '@certbridge/service/certificates/issuing';
import { fromHex, parseQr, signQr } from '@certbridge/verifier-sdk/formats';
import { newDevice } from '@certbridge/verifier-sdk-fixtures';
import type { Mint } from './certificates.js';
import type { BenchLedger } from './window.js';

/** More than the keys that a verifier keeps imported: each device is met as one that was never seen. */
const DEVICES = 4_500;
const ITEM = 'medical-treatment-elsewhere';
const LIFE = { validFrom: '2026-11-24', validUntil: '2026-12-23' };

/** A live code 亮证码 as a window reads it, with whom the window has before it. */
export interface ShownCode {
  readonly text: string;
  readonly asked: { readonly holder: { readonly name: string }; readonly showing: { readonly item: string } };
}

/** Live codes of so many devices, each with a wallet credential of one of these certificates. */
export async function shownCodes(
  mint: Mint,
  ledger: BenchLedger,
  minted: readonly Minted[],
  devices = DEVICES,
): Promise<ShownCode[]> {
  const key = { kid: fromHex(mint.signer.kid), sign: (bytes: Uint8Array) => mint.signer.sign(bytes) };
  const shown: ShownCode[] = [];
  for (let index = 0; index < devices; index += 1) {
    const { qr } = minted[index % minted.length] as Minted;
    const device = await newDevice();
    const { claims } = parseQr(qr);
    const wallet = { of: claims.certId, deviceKey: device.deviceKey, keyKind: 'software' } as const;
    const cose = await signQr({ ...claims, ...LIFE, wallet }, key);
    const text = await device.show(cose, { at: new Date(ledger.now), item: ITEM }, ledger.network);
    shown.push({ text, asked: { holder: { name: claims.holderName }, showing: { item: ITEM } } });
  }
  return shown;
}
