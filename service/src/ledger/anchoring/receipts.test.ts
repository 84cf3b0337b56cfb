import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { canonicalJson, encodeReceipt, isAnchoring, zeroHash } from '@certbridge/verifier-sdk/formats';
import type { Entry, Json } from '@certbridge/verifier-sdk/formats';
import { expect, it } from 'vitest';
import { zhejiang } from '../../certificates/issuing/issuing.fixture.js';
import { receiptReserve } from '../../certificates/documents/index.js';
import { loadCertificateTypes } from '../../certificates/types/index.js';
import type { ProvableKey } from '../adapter/index.js';
import { startProvinces } from './anchoring.fixture.js';

function newKey(): ProvableKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    algorithm: 'ES256',
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    sign: (bytes) => Promise.resolve(sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

const hash = (): string => randomBytes(32).toString('hex');

it('a receipt of the longest entry, with three keys and the longest name, fits into the room kept for it', async () => {
  const [type] = (await loadCertificateTypes()).list();
  const provinces = await startProvinces([type!]);
  const { zhejiang: ledger } = provinces;
  const name = '示'.repeat(200);
  await ledger.registerIssuer(zhejiang, name, [type!.code]);
  const keys: string[] = [];
  for (const use of ['certificate', 'certificate', 'credential'] as const)
    keys.push(await ledger.addKey(zhejiang, newKey(), use));
  const { under } = await ledger.registry(zhejiang);
  const certs = [1, 2, 3].map(() => randomBytes(16).toString('hex'));
  const entry: Entry = {
    ...{ v: 1, network: ledger.network, channel: ledger.channel, issuer: zhejiang, seq: 1, prev: zeroHash },
    ...{ time: new Date().toISOString(), under, root: hash(), size: 1000, keys: keys.sort() },
    ...{ types: [type!.code], qr: hash() },
    changes: certs.sort().map((cert) => {
      const by = { issuer: zhejiang, cert: randomBytes(16).toString('hex') };
      return { cert, state: 'superseded', reason: 'authority-decision', by } as const;
    }),
  };
  await ledger.append(entry);
  const attestation = await ledger.attestEntry(zhejiang, 1);
  await provinces.close();
  if (!isAnchoring(entry)) throw new Error('the entry anchors');
  const digests = { qr: randomBytes(32), credential: randomBytes(32), pdf: randomBytes(32) };
  const path = Array.from({ length: 10 }, () => randomBytes(32));
  const receipt = encodeReceipt({
    ...{ certId: randomBytes(16), ...digests, index: 999, path, entry },
    // As long as endorsers and signatures get (DER of two integers of 33 bytes).
    attestation: {
      ...attestation,
      endorsements: attestation.endorsements.map(() => ({
        endorser: randomBytes(1100),
        signature: randomBytes(72),
      })),
    },
  });
  const bytes = canonicalJson(entry as unknown as Json).length;
  const reserve = receiptReserve({ endorsements: 2, size: 1000, entry: bytes }) + Buffer.byteLength(name);
  expect(receipt.length).toBeLessThanOrEqual(reserve);
  // Every document pays for it twice.
  expect(reserve - receipt.length).toBeLessThan(400);
});
