/** The certificates of the vectors as QR codes. */
import { sha256 } from '../pdf/handmade.fixture.js';
import { formatIdentifier, parseIdentifier } from '../formats/identifier.js';
import { qrTextOf } from '../formats/qr-text.js';
import { signQr } from '../formats/qr.js';
import type { QrClaims } from '../formats/qr.js';
import { utf8 } from '../formats/bytes.js';
import { CborTag, decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import type { TestKey } from '../attestation/network.fixture.js';
import { issuerCode, typeCode } from './ledger.fixture.js';
import { must } from './must.fixture.js';

/** certId of a certificate that a name stands for. */
export const idOf = (name: string): Uint8Array => sha256(utf8(`certId of ${name}`)).slice(0, 16);

export const person = { name: '阿卜杜热西提·麦麦提', number: '330102199001011234' };
export const masked = { holderName: person.name, holderNumber: '330***********1234' };

export const identifierOf = (
  serial = '20261124000001',
  { issuer = issuerCode, type = typeCode, version = '001' } = {},
): string => formatIdentifier({ type, issuer, serial, version });

/** The same with another check character: the common variant's, or one that is wrong. */
export function identifierWith(check: 'variant' | 'wrong', serial?: string): string {
  const right = identifierOf(serial);
  const others = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((one) => `${right.slice(0, -1)}${one}`);
  return must(others.find((one) => one !== right && parseIdentifier(one).check === check));
}

export const claimsOf = (name: string, change: Partial<QrClaims> = {}): QrClaims => ({
  issuer: issuerCode,
  identifier: identifierOf(),
  certId: idOf(name),
  name: '居住证',
  ...masked,
  validFrom: '2026-11-24',
  validUntil: '2027-11-23',
  ...change,
});

/** Not deflated, which depends on who deflates. */
export const textOf = (cose: Uint8Array): string => qrTextOf(cose, 'zheng.example.gov.cn').text;

export async function codeOf(
  key: Pick<TestKey, 'kid' | 'sign'>,
  name: string,
  change: Partial<QrClaims> = {},
): Promise<{ text: string; cose: Uint8Array }> {
  const cose = await signQr(claimsOf(name, change), key);
  return { cose, text: textOf(cose) };
}

/** The same COSE_Sign1 with other parts. */
export function recoded(cose: Uint8Array, change: (parts: Cbor[]) => Cbor): Uint8Array {
  const tagged = decodeCbor(cose) as CborTag;
  return encodeCbor(new CborTag(18, change([...(tagged.value as Cbor[])])));
}
