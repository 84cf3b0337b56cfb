/** One certificate as PDF and QR text, anchored in a network of the tests' own. */
import { X509Certificate } from 'node:crypto';

import {
  TestNetwork,
  issuerCode,
  issuerKeyOf,
  newIssuerKey,
  typeCode,
} from '../attestation/network.fixture.js';
import { toHex } from '../formats/bytes.js';
import { credentialDigest, issueCredential } from '../formats/credential.js';
import { formatIdentifier } from '../formats/identifier.js';
import { qrDigest, signQr } from '../formats/qr.js';
import { encodeQrText } from '../formats/qr-text.js';
import {
  addPhoto,
  makeFile,
  makeObjects,
  makeParty,
  makeTimestamp,
  receiptAttribute,
  signFile,
  timestampAttribute,
} from '../pdf/handmade.fixture.js';
import type { Photo } from '../pdf/handmade.fixture.js';
import { readPdf } from '../pdf/index.js';

export interface AnchoredCertificate {
  readonly world: TestNetwork;
  readonly pdf: Uint8Array;
  readonly qrText: string;
  /** Signed with the same key and never anchored. */
  readonly forgedQrText: string;
}

/** What a certificate has that others have not: a JPEG for its page, digests of other types in its leaf. */
export interface Extras {
  readonly photo?: Photo;
  readonly others?: ReadonlyMap<number, Uint8Array>;
}

/** `now`: the ledger's time, milliseconds since 1970. */
export async function anchorCertificate(
  now: number,
  { photo, others }: Extras = {},
): Promise<AnchoredCertificate> {
  const [party, stamper] = await Promise.all([
    makeParty('示例市民政局'),
    makeParty('tsa', { timestamps: true }),
  ]);
  const { publicKey } = new X509Certificate(party.chain[0] ?? '');
  const key = await issuerKeyOf(party.key, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })));
  const credentialKey = await newIssuerKey();
  const world = await TestNetwork.withIssuer(key, now, credentialKey);

  const certId = new Uint8Array(16).fill(7);
  const identifier = formatIdentifier({ type: typeCode, issuer: issuerCode, serial: '1', version: '001' });
  const common = { issuer: issuerCode, identifier, certId, validFrom: '2024-01-01', validUntil: null };
  const holder = { holderName: '张三', holderNumber: '330***********0017' };
  const claims = { ...common, name: '居住证', ...holder };
  const cose = await signQr(claims, key);
  const forged = await signQr({ ...claims, holderName: '李四' }, key);
  const { text, jwt } = await issueCredential(
    {
      ...{ ...common, kid: toHex(credentialKey.kid), typeCode, typeVersion: 1, typeName: '居住证' },
      ...{ issuedOn: '2024-01-01', fields: { name: '张三', idNumber: '330102199001010017' } },
      holder: { name: 'name', number: 'idNumber' },
    },
    credentialKey.sign,
  );
  const objects = makeObjects(text);
  objects.set(5, (objects.get(5) ?? '').replace('0'.repeat(8000), '0'.repeat(24_000)));
  if (photo) addPhoto(objects, photo);
  const file = makeFile(objects);
  const stamp = (signature: Uint8Array): Uint8Array =>
    timestampAttribute(makeTimestamp(stamper, signature, '20240101040000Z'));
  const { digest } = await readPdf(signFile(Buffer.from(file), party, { unsigned: (s) => [stamp(s)] }));
  const leaf = {
    certId,
    qr: await qrDigest(cose),
    credential: await credentialDigest(jwt),
    pdf: digest,
    ...(others && { others }),
  };
  const { receipts } = await world.anchorTree([leaf], [key, credentialKey]);
  await world.publish();
  const receipt = receiptAttribute(receipts[0] ?? new Uint8Array());
  return {
    world,
    pdf: signFile(file, party, { unsigned: (signature) => [stamp(signature), receipt] }),
    qrText: (await encodeQrText(cose, 'certbridge.example')).text,
    forgedQrText: (await encodeQrText(forged, 'certbridge.example')).text,
  };
}
