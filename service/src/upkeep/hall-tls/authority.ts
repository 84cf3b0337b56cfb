import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIPv4 } from 'node:net';
import * as x509 from '@peculiar/x509';
import { sequence, tlv } from '../../certificates/cms/index.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const AUTHORITY_DAYS = 3653;
/** Browsers take no server's certificate that is good for longer. */
const SERVER_DAYS = 397;
/** RFC 5280 §4.2.1.10. */
const NAME_CONSTRAINTS = '2.5.29.30';
/** The server's own machine asks it by these. */
const OWN_NAMES = ['localhost', '127.0.0.1'];

export interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/**
 * An authority for the servers of these names alone: a PC that trusts it believes it about no other website, even if
 * its key is stolen.
 * @param names host names and IPv4 addresses
 */
export async function makeAuthority(names: readonly string[]): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [`CertBridge ${names[0] ?? ''} ${randomBytes(3).toString('hex')}`] }],
    ...validity(AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension(NAME_CONSTRAINTS, true, constraints([...names, ...OWN_NAMES])),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

/** @returns the certificate of a server with this key */
export async function certifyServer(
  { certificate, keys }: Authority,
  { names, publicKey }: { readonly names: readonly string[]; readonly publicKey: webcrypto.CryptoKey },
): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [names[0] ?? ''] }],
    issuer: certificate.subjectName.toJSON(),
    ...validity(SERVER_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey,
    signingKey: keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        [...new Set([...names, ...OWN_NAMES])].map((value) => ({
          type: isIPv4(value) ? 'ip' : 'dns',
          value,
        })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(certificate),
    ],
  });
}

/** The names that a server's certificate was made for. */
export function namesOf(certificate: x509.X509Certificate): string[] {
  const found = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON() ?? [];
  return found.map(({ value }) => value).filter((name) => !OWN_NAMES.includes(name));
}

export const makeServerKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** A private key as PKCS#8 (PEM), and read from it. */
export async function keyToPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY').trim()}\n`;
}

export async function keysFromPem(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const [der = new ArrayBuffer(0)] = x509.PemConverter.decode(pem);
  const privateKey = await subtle.importKey('pkcs8', der, ALGORITHM, true, ['sign']);
  const { kty, crv, x, y } = await subtle.exportKey('jwk', privateKey);
  const publicJwk = { kty, crv, x, y } as webcrypto.JsonWebKey;
  return { privateKey, publicKey: await subtle.importKey('jwk', publicJwk, ALGORITHM, true, ['verify']) };
}

/** NameConstraints, DER: `permittedSubtrees` [0] with a `base` for each name; an address is one with its mask. */
function constraints(names: readonly string[]): Uint8Array {
  const base = (name: string): Uint8Array =>
    isIPv4(name)
      ? tlv(0x87, Uint8Array.from(name.split('.').map(Number)), Uint8Array.of(255, 255, 255, 255))
      : tlv(0x82, Buffer.from(name, 'ascii'));
  return sequence(tlv(0xa0, ...[...new Set(names)].map((name) => sequence(base(name)))));
}

function validity(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  // A PC's clock may be behind.
  const from = Math.floor((Date.now() - HOUR) / 1000) * 1000;
  return { notBefore: new Date(from), notAfter: new Date(from + days * DAY) };
}

/** Positive, and never zero in front (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial.toString('hex');
}
