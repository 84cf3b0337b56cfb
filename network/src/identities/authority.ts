import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { roleAttributes } from './attributes.js';
import { derInteger } from './der-integer.js';
import type { NodeRole } from './node-role.js';
import { isLowS } from './signature.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Fabric CA dates certificates back as well, so that a clock slightly behind accepts them. */
const BACKDATED_MS = 5 * 60 * 1000;
const AUTHORITY_DAYS = 20 * 365;
const IDENTITY_DAYS = 10 * 365;
/** RFC 5280 §5.2.3. */
const CRL_NUMBER = '2.5.29.20';
/** RFC 7468 §6: under another label Fabric reads no list. */
const CRL_LABEL = 'X509 CRL';

/** A certificate and its private key, both PEM (the key PKCS#8). */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface IdentityRequest {
  readonly name: string;
  readonly role: NodeRole;
  /** Application roles, written as the attribute `certbridge.roles` the way Fabric CA writes attributes. */
  readonly roles?: readonly string[];
  readonly days?: number;
  /** Its key (PEM) where a certificate is renewed; a new one is made unless given. */
  readonly privateKey?: string;
}

export interface TlsRequest {
  readonly name: string;
  /** Names under which clients connect; `localhost` unless given. */
  readonly hosts?: readonly string[] | undefined;
  readonly days?: number;
  readonly privateKey?: string;
}

function newKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

async function keyPair(privateKey: string): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const pkcs8 = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
  const key = await subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
  const { d: _, ...jwk } = await subtle.exportKey('jwk', key);
  const publicKey = await subtle.importKey('jwk', { ...jwk, key_ops: ['verify'] }, ALGORITHM, true, [
    'verify',
  ]);
  return { privateKey: key, publicKey };
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - BACKDATED_MS), notAfter: new Date(now + days * DAY_MS) };
}

/** 127 random bits with a non-zero top byte: a positive serial number of fixed length (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial.toString('hex');
}

/** Fabric rewrites certificates whose signature has a high s, which changes the identity's bytes: none leaves here. */
async function lowS(create: () => Promise<x509.X509Certificate>): Promise<x509.X509Certificate> {
  for (;;) {
    const certificate = await create();
    if (isLowS(new Uint8Array(certificate.signature))) return certificate;
  }
}

/** A certificate authority of one organisation: issues node identities or TLS certificates, ECDSA P-256. */
export class CertificateAuthority {
  readonly credential: Credential;
  readonly #organisation: string;

  constructor(organisation: string, credential: Credential) {
    this.#organisation = organisation;
    this.credential = credential;
  }

  static async create(
    organisation: string,
    name: string,
    days = AUTHORITY_DAYS,
  ): Promise<CertificateAuthority> {
    const privateKey = newKey();
    const keys = await keyPair(privateKey);
    const certificate = await lowS(async () =>
      x509.X509CertificateGenerator.createSelfSigned({
        serialNumber: serialNumber(),
        name: [{ C: ['CN'] }, { O: [organisation] }, { CN: [name] }],
        ...validity(days),
        signingAlgorithm: SIGNING,
        keys,
        extensions: [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(
            x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
            true,
          ),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
      }),
    );
    return new CertificateAuthority(organisation, { certificate: pem(certificate), privateKey });
  }

  /** A node identity for an MSP: OU says what it is, attributes say what it may do. */
  async issueIdentity(request: IdentityRequest): Promise<Credential> {
    const { name, role, roles } = request;
    return this.#issue(
      request,
      [role],
      [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        ...(roles === undefined ? [] : [roleAttributes(name, role, roles)]),
      ],
    );
  }

  /** A TLS certificate for a node, which is server to clients and client to other nodes. */
  async issueTls(request: TlsRequest): Promise<Credential> {
    const { hosts = ['localhost'] } = request;
    return this.#issue(
      request,
      [],
      [
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
          true,
        ),
        new x509.ExtendedKeyUsageExtension([
          x509.ExtendedKeyUsage.serverAuth,
          x509.ExtendedKeyUsage.clientAuth,
        ]),
        new x509.SubjectAlternativeNameExtension([
          ...hosts.map((value) => ({ type: 'dns' as const, value })),
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    );
  }

  /**
   * A list of what the authority has revoked (RFC 5280 §5), PEM. Fabric finds the authority by its key identifier,
   * and takes no notice of the dates.
   */
  async issueRevocationList(serialNumbers: readonly string[]): Promise<string> {
    const issuer = new x509.X509Certificate(this.credential.certificate);
    const { privateKey } = await keyPair(this.credential.privateKey);
    const { notBefore: now, notAfter } = validity(AUTHORITY_DAYS);
    const list = await x509.X509CrlGenerator.create({
      issuer: issuer.subjectName.toJSON(),
      thisUpdate: now,
      nextUpdate: notAfter,
      entries: serialNumbers.map((serial) => ({
        serialNumber: serial,
        revocationDate: now,
        reason: x509.X509CrlReason.keyCompromise,
      })),
      extensions: [
        await x509.AuthorityKeyIdentifierExtension.create(issuer),
        new x509.Extension(CRL_NUMBER, false, crlNumber()),
      ],
      signingAlgorithm: SIGNING,
      signingKey: privateKey,
    });
    return `${x509.PemConverter.encode(list.rawData, CRL_LABEL).trim()}\n`;
  }

  async #issue(
    {
      name,
      days = IDENTITY_DAYS,
      privateKey = newKey(),
    }: { readonly name: string; readonly days?: number; readonly privateKey?: string },
    units: readonly string[],
    extensions: x509.Extension[],
  ): Promise<Credential> {
    const issuer = new x509.X509Certificate(this.credential.certificate);
    const signing = await keyPair(this.credential.privateKey);
    const { publicKey } = await keyPair(privateKey);
    const unitNames = units.map((unit) => ({ OU: [unit] }));
    const certificate = await lowS(async () =>
      x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: [{ C: ['CN'] }, { O: [this.#organisation] }, ...unitNames, { CN: [name] }],
        issuer: issuer.subjectName.toJSON(),
        ...validity(days),
        signingAlgorithm: SIGNING,
        publicKey,
        signingKey: signing.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          await x509.SubjectKeyIdentifierExtension.create(publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(issuer),
          ...extensions,
        ],
      }),
    );
    return { certificate: pem(certificate), privateKey };
  }
}

/** A later list has a greater number. */
function crlNumber(): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(Date.now()));
  return derInteger(octets);
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}
