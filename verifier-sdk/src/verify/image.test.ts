import QRCode from 'qrcode';
import { beforeAll, describe, expect, it } from 'vitest';

import { TestNetwork } from '../attestation/network.fixture.js';
import { createVerifier } from './index.js';
import type { Verifier } from './index.js';

let verifier: Verifier;
beforeAll(async () => {
  const { anchor, clock } = await TestNetwork.create();
  verifier = createVerifier({ trustAnchor: anchor, clock });
});

const pictureOf = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await QRCode.toBuffer(text, { scale: 4 }));

describe('a picture that cannot be read is no forgery:', () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['one that is damaged', async () => (await pictureOf('x')).subarray(0, 60), 'PICTURE_UNREADABLE'],
    ['one of a format that is not read', () => Uint8Array.from(Buffer.from('II*\0')), 'PICTURE_UNREADABLE'],
    ['one that is too large', () => new Uint8Array(33 * 1024 * 1024).fill(0xff), 'PICTURE_TOO_LARGE'],
    ['one without a code', () => blank(), 'NO_QR_CODE'],
    ['one whose code was cut short', () => pictureOf('https://host.example/v#12345678'), 'READ_AGAIN'],
  ])('%s', async (_, make, code) => {
    const report = await verifier.verifyImage(await make());
    expect(report).toMatchObject({ verdict: 'indeterminate', code, certificate: null });
  });

  it('but a code of something else, read whole, is no certificate', async () => {
    const report = await verifier.verifyImage(await pictureOf('https://shop.example/'));
    expect(report).toMatchObject({ verdict: 'invalid', code: 'NOT_A_CERTIFICATE' });
  });
});

/** A white GIF of 1 × 1 pixels. */
function blank(): Uint8Array {
  return Uint8Array.from(Buffer.from('R0lGODlhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=', 'base64'));
}
