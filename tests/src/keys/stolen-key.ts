import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDocumentRenderer, receiptReserve } from '@certbridge/service/certificates/documents';
import { mint } from '@certbridge/service/certificates/issuing';
import type { Minted } from '@certbridge/service/certificates/issuing';
import type { Signer } from '@certbridge/service/certificates/signing';
import type { CertBridge } from '@certbridge/service/start';
import { EmbeddedTimestampAuthority } from '@certbridge/service/certificates/timestamps';
import { ecdsaToRaw, formatIdentifier, toLowS } from '@certbridge/verifier-sdk/formats';
import { sampleOf } from '../documents/samples.js';

/** What a thief has who read the whole folder of keys once, their passphrase too. */
export interface StolenKeys {
  /** Signs as the department did, for somebody who never got a certificate. */
  forge(): Promise<Minted>;
}

/** Copies an issuer's keys, as they lie in the data folder now. */
export async function stealKeys(bridge: CertBridge, issuerCode: string, slug: string): Promise<StolenKeys> {
  const { keys, database } = bridge.service;
  const folder = join(bridge.data, 'keys');
  const passphrase = (await readFile(join(folder, 'passphrase'), 'utf8')).trim();
  const { rows } = await database.query<{ document_kid: string; credential_kid: string }>(
    'SELECT document_kid, credential_kid FROM issuers WHERE code = $1',
    [issuerCode],
  );
  const { document_kid: document, credential_kid: credential } = rows[0]!;
  const stolen = new Map<string, Signer>();
  for (const kid of [document, credential]) {
    const pem = await readFile(join(folder, 'issuers', `${kid}.key.pem`), 'utf8');
    stolen.set(kid, signerOf(createPrivateKey({ key: pem, passphrase }), keys.signer(kid)));
  }
  const validationData = (signer: Signer): ReturnType<typeof keys.validationData> =>
    keys.validationData(keys.signer(signer.kid));
  const { timestampSigner } = keys;
  const timestamps = await EmbeddedTimestampAuthority.create({
    signer: timestampSigner,
    validationData: () => keys.validationData(timestampSigner),
  });
  const renderer = await openDocumentRenderer({
    timestamps,
    validationData,
    receiptReserve: receiptReserve({ endorsements: 2, size: 1000 }),
  });
  const { type, fields, validFrom, validUntil, issuedOn } = sampleOf(slug);
  let forged = 0;
  return {
    forge: () =>
      mint(
        {
          renderer,
          signer: (kid) => stolen.get(kid)!,
          qrAddress: { scheme: 'https', host: 'thief.example' },
        },
        {
          issuer: {
            ...{ code: issuerCode, name: sampleOf(slug).issuer.name, authorities: [], mspId: 'ZhejiangMSP' },
            ...{
              types: [type.code],
              fourEyes: false,
              ruleSeal: null,
              registered: true,
              closed: null,
              budgetSpentUntil: null,
              ended: null,
              ending: null,
              revokedKids: [],
            },
            ...{ documentKid: document, qrKid: document, credentialKid: credential },
          },
          type,
          certId: new Uint8Array(randomBytes(16)),
          identifier: formatIdentifier({
            type: type.code,
            issuer: issuerCode,
            serial: String((forged += 1)).padStart(9, '9'),
            version: '001',
          }),
          ...{ fields, issuedOn, validFrom, validUntil },
        },
      ),
  };
}

/** The stolen key behind the interface of signers, with the chain that everybody can read. */
function signerOf(key: KeyObject, { kid, algorithm, chain, longestSignature }: Signer): Signer {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    ...{ kid, algorithm, chain, longestSignature, spki },
    sign: (data) => Promise.resolve(toLowS(ecdsaToRaw(sign('sha256', data, key)))),
  };
}
