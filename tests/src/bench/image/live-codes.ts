import { webcrypto } from 'node:crypto';
import { qrCode } from '@certbridge/service/certificates/documents';
import {
  compressedPoint,
  decodeQrText,
  liveCodeText,
  parseQr,
  signLiveCode,
  signQr,
  toLowS,
} from '@certbridge/verifier-sdk/formats';
import type { PublicJwk, Sign } from '@certbridge/verifier-sdk/formats';
import { openDocumentWorkshop } from '../../documents/document-workshop.js';
import { slugs } from '../../documents/samples.js';
import type { PhotographedCode } from './pages.js';
import { draw } from './picture.js';

/** Pixels of the picture for a module, and modules of quiet zone and screen around the symbol. */
const MODULE = 4;
const AROUND = 8;
/** A screen's black shines, and its white is not the paper's. */
const [BLACK, WHITE] = [22, 235];

async function newKey(): Promise<{ readonly sign: Sign; readonly point: Uint8Array }> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const jwk = (await webcrypto.subtle.exportKey('jwk', pair.publicKey)) as unknown as PublicJwk;
  const sign: Sign = async (bytes) =>
    toLowS(
      new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes)),
    );
  return { sign, point: compressedPoint(jwk) };
}

/** A live code 亮证码 of a certificate of each type, as a phone's screen shows it to a camera. */
export async function photographScreens(): Promise<PhotographedCode[]> {
  const shop = await openDocumentWorkshop();
  const [issuer, device] = [await newKey(), await newKey()];
  try {
    const codes: PhotographedCode[] = [];
    for (const slug of slugs) {
      const { qr: printed } = await shop.content(slug);
      const { claims } = parseQr(await decodeQrText(printed.prefix + printed.digits));
      const wallet = { of: claims.certId, deviceKey: device.point, keyKind: 'software' } as const;
      const life = { validFrom: '2026-11-24', validUntil: '2026-12-23' };
      const credential = { ...claims, ...life, wallet };
      const cose = await signQr(credential, { kid: new Uint8Array(8), sign: issuer.sign });
      const showing = { at: new Date(), item: 'medical-treatment-elsewhere', challenge: '0042' };
      const live = await signLiveCode(cose, showing, { network: '0'.repeat(32), sign: device.sign });
      const { prefix, digits, text } = liveCodeText(live, 'certbridge.example');
      const { size, modules } = qrCode(prefix, digits);
      const side = (size + 2 * AROUND) * MODULE;
      const picture = draw(side, side, (x, y) => {
        const [column, row] = [Math.floor(x / MODULE) - AROUND, Math.floor(y / MODULE) - AROUND];
        const isInside = column >= 0 && column < size && row >= 0 && row < size;
        return isInside && modules[row * size + column] === 1 ? BLACK : WHITE;
      });
      codes.push({ text, picture });
    }
    return codes;
  } finally {
    await shop.close();
  }
}
