import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { dateAt, startOfDate } from '@certbridge/verifier-sdk/formats';
import type { PrivateKey } from './signer.js';
import { signingCrypto } from './signing-crypto.js';

/** X.500 name in the order it is encoded: country, organisation, organisation identifier, common name. */
export interface Subject {
  readonly country: string;
  readonly organisation: string;
  /** GB 32100 code of the organisation, as ETSI EN 319 412-1 §5.1.4 writes it in organizationIdentifier. */
  readonly organisationIdentifier?: string;
  readonly commonName: string;
}

export interface Authority {
  readonly certificate: Uint8Array;
  readonly key: PrivateKey;
  /** Where this authority's certificate and its revocation list can be fetched, if anywhere. */
  readonly addresses?: { readonly certificate: string; readonly crl: string };
}

export type Role = 'root' | 'authority' | 'signer' | 'timestamp';

export interface CertificateRequest {
  readonly role: Role;
  readonly subject: Subject;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly years: number;
}

const USAGES: Record<Role, x509.KeyUsageFlags> = {
  root: x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
  authority: x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
  // nonRepudiation alone: ETSI EN 319 412-2 §4.3.2 type A, "content commitment".
  signer: x509.KeyUsageFlags.nonRepudiation,
  timestamp: x509.KeyUsageFlags.digitalSignature,
};

const ORGANISATION_IDENTIFIER = '2.5.4.97';

export function nameOf(subject: Subject): x509.JsonName {
  const name: x509.JsonName = [{ C: [subject.country] }, { O: [subject.organisation] }];
  if (subject.organisationIdentifier !== undefined) {
    name.push({ [ORGANISATION_IDENTIFIER]: [subject.organisationIdentifier] });
  }
  name.push({ CN: [subject.commonName] });
  return name;
}

/** 16 random bytes, positive and never zero in front (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial.toString('hex');
}

async function extensionsOf(
  request: CertificateRequest,
  issuer: Authority | undefined,
): Promise<x509.Extension[]> {
  const isAuthority = request.role === 'root' || request.role === 'authority';
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(isAuthority, request.role === 'authority' ? 0 : undefined, true),
    new x509.KeyUsagesExtension(USAGES[request.role], true),
    await x509.SubjectKeyIdentifierExtension.create(new x509.PublicKey(new Uint8Array(request.spki))),
  ];
  // RFC 3161 §2.3: critical, and the only purpose.
  if (request.role === 'timestamp') {
    extensions.push(new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping], true));
  }
  if (issuer) {
    extensions.push(
      await x509.AuthorityKeyIdentifierExtension.create(
        new x509.X509Certificate(issuer.certificate).publicKey,
      ),
    );
    if (issuer.addresses) {
      extensions.push(
        new x509.AuthorityInfoAccessExtension({ caIssuers: issuer.addresses.certificate }),
        new x509.CRLDistributionPointsExtension([issuer.addresses.crl]),
      );
    }
  }
  return extensions;
}

const HOUR_MS = 3_600_000;

/**
 * The beginning of the day in Asia/Shanghai, from which certificates issued on it count (`iat`, `nbf`), and an hour
 * ago at least: a verifier's clock may be behind ours. In milliseconds, whole seconds.
 */
function notBeforeAt(now: number): number {
  const hourAgo = Math.floor((now - HOUR_MS) / 1000) * 1000;
  return Math.min(startOfDate(dateAt(now)), hourAgo);
}

/** Issues a certificate; without an issuer it is a root that signs itself with `selfKey`. */
export async function issueCertificate(
  request: CertificateRequest,
  by: Authority | { selfKey: PrivateKey },
): Promise<Uint8Array> {
  const issuer = 'selfKey' in by ? undefined : by;
  const { crypto, keys, algorithm } = signingCrypto('selfKey' in by ? by.selfKey : by.key);
  const notBefore = new Date(notBeforeAt(Date.now()));
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + request.years);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: nameOf(request.subject),
      issuer: issuer
        ? new x509.X509Certificate(issuer.certificate).subjectName.toJSON()
        : nameOf(request.subject),
      notBefore,
      notAfter,
      publicKey: new x509.PublicKey(new Uint8Array(request.spki)),
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: await extensionsOf(request, issuer),
    },
    crypto,
  );
  return new Uint8Array(certificate.rawData);
}

export interface RevokedCertificate {
  readonly serialNumber: string;
  readonly at: string;
  readonly keyCompromised: boolean;
}

const CRL_NUMBER = '2.5.29.20';

function derInteger(value: number): Uint8Array {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  const positive = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
}

/** A verifier's clock may be behind ours. */
export const LIST_BACKDATED_MS = 60_000;

/** An authority's revocation list, good for `days`. @param number greater than that of each before it (RFC 5280 §5.2.3) */
export async function issueCrl(
  authority: Authority,
  revoked: readonly RevokedCertificate[],
  { days, number }: { readonly days: number; readonly number: number },
): Promise<Uint8Array> {
  const certificate = new x509.X509Certificate(authority.certificate);
  const { crypto, keys, algorithm } = signingCrypto(authority.key);
  const thisUpdate = new Date(Math.floor(Date.now() / 1000) * 1000 - LIST_BACKDATED_MS);
  const crl = await x509.X509CrlGenerator.create(
    {
      issuer: certificate.subjectName.toJSON(),
      thisUpdate,
      nextUpdate: new Date(thisUpdate.getTime() + days * 86_400_000),
      entries: revoked.map((entry) => ({
        serialNumber: entry.serialNumber,
        revocationDate: new Date(entry.at),
        reason: entry.keyCompromised
          ? x509.X509CrlReason.keyCompromise
          : x509.X509CrlReason.cessationOfOperation,
      })),
      extensions: [
        await x509.AuthorityKeyIdentifierExtension.create(certificate.publicKey),
        new x509.Extension(CRL_NUMBER, false, derInteger(number)),
      ],
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
    },
    crypto,
  );
  return new Uint8Array(crl.rawData);
}

/** Whether a certificate says where its issuer's certificate and revocation list are fetched. */
export function namesAddresses(
  certificate: Uint8Array,
  { certificate: caIssuers, crl }: NonNullable<Authority['addresses']>,
): boolean {
  const read = new x509.X509Certificate(certificate);
  const access = read.getExtension(x509.AuthorityInfoAccessExtension);
  const points = read.getExtension(x509.CRLDistributionPointsExtension)?.distributionPoints ?? [];
  return (
    (access?.caIssuers.some(({ value }) => value === caIssuers) ?? false) &&
    points.some(({ distributionPoint }) =>
      distributionPoint?.fullName?.some((name) => name.uniformResourceIdentifier === crl),
    )
  );
}

/** Whom a signer's certificate names. */
export function signerNamedIn(certificate: Uint8Array): Omit<Subject, 'country'> {
  const { subjectName } = new x509.X509Certificate(certificate);
  const [organisation = ''] = subjectName.getField('O');
  const [organisationIdentifier] = subjectName.getField(ORGANISATION_IDENTIFIER);
  const [commonName = ''] = subjectName.getField('CN');
  return {
    organisation,
    ...(organisationIdentifier !== undefined && { organisationIdentifier }),
    commonName,
  };
}

/** The key of a certificate, and the first and last instant of its validity. */
export function certifiedBy(certificate: Uint8Array): { spki: Uint8Array; notBefore: Date; notAfter: Date } {
  const { publicKey, notBefore, notAfter } = new x509.X509Certificate(new Uint8Array(certificate));
  return { spki: new Uint8Array(publicKey.rawData), notBefore, notAfter };
}

/** Lower-case hex serial number of a certificate. */
export function serialNumberOf(certificate: Uint8Array): string {
  return new x509.X509Certificate(certificate).serialNumber;
}

/** When a revocation list was made, and when the next one comes; in milliseconds. */
export function datesOf(crl: Uint8Array): { readonly thisUpdate: number; readonly nextUpdate: number } {
  const { thisUpdate, nextUpdate } = new x509.X509Crl(new Uint8Array(crl));
  return { thisUpdate: thisUpdate.getTime(), nextUpdate: nextUpdate?.getTime() ?? 0 };
}

/** How many certificates a revocation list names. */
export const revokedIn = (crl: Uint8Array): number => new x509.X509Crl(new Uint8Array(crl)).entries.length;
