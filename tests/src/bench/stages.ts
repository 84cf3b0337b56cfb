import { encodeQrText, fromHex, issueCredential, signQr } from '@certbridge/verifier-sdk/formats';
import type { Mint } from './certificates.js';
import { rates } from './measure.js';
import type { Contender, Figure } from './measure.js';

/** The stages of minting, each alone on one core. */
export async function benchStages(mint: Mint): Promise<Figure[]> {
  const row = mint.row(0);
  const { signer } = mint;
  const sign = (bytes: Uint8Array): Promise<Uint8Array> => signer.sign(bytes);
  const claims = {
    issuer: row.issuer.code,
    identifier: row.identifier,
    certId: row.certId,
    name: row.type.name,
    holderName: '示例',
    holderNumber: '330***********1234',
    validFrom: row.validFrom,
    validUntil: row.validUntil,
  };
  const qr = await signQr(claims, { kid: fromHex(signer.kid), sign });
  const credential = {
    issuer: row.issuer.code,
    kid: signer.kid,
    typeCode: row.type.code,
    typeVersion: row.type.version,
    typeName: row.type.name,
    identifier: row.identifier,
    certId: row.certId,
    issuedOn: row.issuedOn,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    fields: row.fields,
    holder: { name: row.type.holderName, number: row.type.holderNumber },
  };
  const { prefix, digits } = await encodeQrText(qr, 'certbridge.example');
  const { code, version, slug, name } = row.type;
  const { text } = await issueCredential(credential, sign);
  const document = {
    ...row,
    type: { code, version, slug, name },
    layoutVersion: row.type.layout,
    qr: { prefix, digits },
    credential: text,
  };
  const stage = (named: string, work: () => unknown): Contender => ({ name: named, inFlight: 1, work });
  const times = { qr: 0, compose: 0, write: 0, sign: 0 };
  const rate = await rates(
    [
      stage('QR payload signed', () => signQr(claims, { kid: fromHex(signer.kid), sign })),
      stage('QR text', () => encodeQrText(qr, 'certbridge.example')),
      stage('credential signed', () => issueCredential(credential, sign)),
      stage('page, file, PAdES signature and timestamp', () => mint.renderer.mint(document, signer, times)),
      stage('of which the timestamp', () => mint.timestamps.stamp(new Uint8Array(32))),
    ],
    3,
  );
  const total = times.qr + times.compose + times.write + times.sign;
  const share = (ms: number): string => `${((100 * ms) / total).toFixed(0)}%`;
  const note = `QR symbol ${share(times.qr)}, typesetting ${share(times.compose)}, file with subset fonts ${share(times.write)}, signature and timestamp ${share(times.sign)}`;
  return Object.entries(rate).map(([named, value]) => ({
    bench: `mint stage: ${named}`,
    value,
    unit: '/s',
    ...(named.startsWith('page') ? { note } : {}),
  }));
}
