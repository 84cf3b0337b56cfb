/** Certification authorities and peers of the tests' own. */
import 'reflect-metadata';

import { KeyObject, webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';

import { repeatableCrypto } from '../formats/repeatable.fixture.js';

x509.cryptoProvider.set(repeatableCrypto);

export const { KeyUsageFlags } = x509;

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function newKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])) as CryptoKeyPair;
}

export interface Life {
  readonly notBefore?: string;
  readonly notAfter?: string;
}

/** What a certificate says that an authority may do. */
export interface Powers {
  /** false: it has no basicConstraints. */
  readonly isCa?: boolean;
  /** How many authorities may stand below; null: it does not say. */
  readonly pathLength?: number | null;
  /** null: it has no keyUsage. */
  readonly usage?: x509.KeyUsageFlags | null;
}

const life = ({ notBefore = '2020-01-01T00:00:00Z', notAfter = '2036-01-01T00:00:00Z' }: Life) => ({
  notBefore: new Date(notBefore),
  notAfter: new Date(notAfter),
});

const powers = (
  { isCa = true, pathLength, usage = KeyUsageFlags.keyCertSign }: Powers,
  below: number,
): x509.Extension[] => [
  ...(isCa
    ? [
        new x509.BasicConstraintsExtension(
          true,
          pathLength === null ? undefined : (pathLength ?? below),
          true,
        ),
      ]
    : []),
  ...(usage === null ? [] : [new x509.KeyUsagesExtension(usage, true)]),
];

/** A certification authority. */
export class Authority {
  private constructor(
    readonly certificate: x509.X509Certificate,
    private readonly keys: CryptoKeyPair,
  ) {}

  static async create(name: string, span: Life & Powers = {}, given?: CryptoKeyPair): Promise<Authority> {
    const keys = given ?? (await newKeys());
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      ...life(span),
      serialNumber: '01',
      name: `CN=${name}`,
      keys,
      signingAlgorithm: EC,
      extensions: powers(span, 1),
    });
    return new Authority(certificate, keys);
  }

  /** An authority under this one. */
  async issuing(name: string, span: Life & Powers = {}, given?: CryptoKeyPair): Promise<Authority> {
    const keys = given ?? (await newKeys());
    const certificate = await x509.X509CertificateGenerator.create({
      ...life(span),
      serialNumber: '03',
      subject: `CN=${name}`,
      issuer: this.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: EC,
      extensions: powers(span, 0),
    });
    return new Authority(certificate, keys);
  }

  get der(): Uint8Array {
    return new Uint8Array(this.certificate.rawData);
  }

  /** A certificate for a peer, or for whoever the organizational unit says. */
  async peer(mspId: string, ou = 'peer', span: Life = {}, given?: CryptoKeyPair): Promise<Peer> {
    const keys = given ?? (await newKeys());
    const certificate = await x509.X509CertificateGenerator.create({
      ...life(span),
      serialNumber: '02',
      subject: `OU=${ou}, CN=peer0.${mspId}`,
      issuer: this.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: EC,
      extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
    });
    return { mspId, key: KeyObject.from(keys.privateKey), certificate };
  }
}

export interface Peer {
  readonly mspId: string;
  readonly key: KeyObject;
  readonly certificate: x509.X509Certificate;
}
