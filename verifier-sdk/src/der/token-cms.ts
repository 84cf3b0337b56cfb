import { equalBytes } from '../formats/bytes.js';
import type { HashAlgorithm } from '../platform/platform.js';
import { recallCertificate } from './certificate-memory.js';
import { signatureAlgorithmName } from './certificate.js';
import type { Certificate, SignatureAlgorithmName } from './certificate.js';
import {
  MAX_ATTRIBUTES,
  OID,
  RSA_ENCRYPTION,
  openSignedData,
  compare,
  digest,
  encapsulatedContent,
  essCertificate,
} from './cms.js';
import type { EssCertificateId, SignedData } from './cms.js';
import { DerError } from './error.js';
import { DerReader, TAG, context, openDer } from './reader.js';
import type { DerNode } from './reader.js';
import * as value from './values.js';

const MAX_CERTIFICATES = 32;
const MAX_DIGESTS = 8;

/**
 * Reads the SignedData of a timestamp token as authorities write it: whatever RFC 3161 §2.4.2, RFC 5652, RFC 5035
 * and RFC 5816 leave open is taken, beside what a certificate's own CMS may hold. A token stands where
 * anybody may write, and proves nothing but its time: it need not have just one way of being written.
 * @throws DerError
 */
export function parseTokenSignedData(der: Uint8Array): SignedData {
  const reader = openSignedData(der);
  const version = value.smallInteger(reader.read(TAG.integer));
  const announced = digests(reader.open(TAG.set));
  const { contentType, content } = encapsulatedContent(reader.open());
  const brought = reader.optional(context(0));
  const carried = brought ? choices(brought) : [];
  // Revocation lists: signed by their issuer, and not asked here.
  reader.optional(context(1));
  const signers = reader.open(TAG.set);
  reader.end();
  if (version !== 3 && version !== versionFor(carried)) {
    throw new DerError('a SignedData of the wrong version');
  }
  const certificates = readCertificates(carried);
  // RFC 3161 §2.4.2: no signature but the authority's.
  const signer = signers.open();
  signers.end();
  return {
    contentType,
    ...(content && { content }),
    ...certificates,
    ...readSigner(signer, { contentType, certificates: certificates.certificates, announced }),
  };
}

/** The version for the kinds of certificates that came along (RFC 5652 §5.1); a timestamp's content alone asks for 3. */
function versionFor(carried: readonly DerNode[]): number {
  if (carried.some(({ tag }) => tag === context(3))) return 5;
  return carried.some(({ tag }) => tag === context(2)) ? 4 : 3;
}

function digests(set: DerReader): ReadonlySet<HashAlgorithm> {
  const names = new Set<HashAlgorithm>();
  for (const { der } of set.rest(MAX_DIGESTS)) {
    try {
      names.add(digest(new DerReader(der)));
    } catch (error) {
      // One that the signer does not use may be any.
      if (!(error instanceof DerError)) throw error;
    }
  }
  return names;
}

const CHOICES: ReadonlySet<number> = new Set([TAG.sequence, context(1), context(2), context(3)]);

/** CertificateChoices (RFC 5652 §10.2.2): certificates, attribute certificates of both versions, others. */
function choices(set: DerNode): DerNode[] {
  const nodes = new DerReader(set.contents).rest(MAX_CERTIFICATES);
  if (!nodes.every(({ tag }) => CHOICES.has(tag))) throw new DerError('a certificate of no known kind');
  return nodes;
}

function readCertificates(
  carried: readonly DerNode[],
): Pick<SignedData, 'certificates' | 'unreadableCertificates'> {
  const certificates: Certificate[] = [];
  const unreadableCertificates: Uint8Array[] = [];
  for (const { tag, der } of carried) {
    // Attribute certificates say what a key's holder may do, which decides nothing here.
    if (tag !== TAG.sequence) continue;
    try {
      const certificate = recallCertificate(der);
      if (!certificates.some((other) => equalBytes(other.der, der))) certificates.push(certificate);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      unreadableCertificates.push(der);
    }
  }
  return { certificates, unreadableCertificates };
}

type Signer = Omit<SignedData, 'contentType' | 'content' | 'certificates' | 'unreadableCertificates'>;

function readSigner(
  reader: DerReader,
  around: {
    contentType: string;
    certificates: readonly Certificate[];
    announced: ReadonlySet<HashAlgorithm>;
  },
): Signer {
  const version = value.smallInteger(reader.read(TAG.integer));
  const signerCertificate = named(reader.next(), version, around.certificates);
  const digestAlgorithm = digest(reader);
  if (!around.announced.has(digestAlgorithm))
    throw new DerError('a signer with another digest than announced');
  const attributes = signedAttributes(reader.read(context(0)), around.contentType);
  const signatureAlgorithm = signerAlgorithm(reader.read(TAG.sequence).der, digestAlgorithm);
  const signature = value.octetString(reader.read(TAG.octetString));
  const unsigned = reader.optional(context(1));
  reader.end();
  return {
    signerCertificate,
    digestAlgorithm,
    ...attributes,
    signatureAlgorithm,
    signature,
    ...(unsigned && { unsignedAttributes: unsigned }),
  };
}

/** SignerIdentifier (RFC 5652 §5.3): issuer and serial number with version 1, a subject key identifier with 3. */
function named(identifier: DerNode, version: number, certificates: readonly Certificate[]): Certificate {
  const [certificate, another] = certificates.filter(matching(identifier, version));
  if (certificate === undefined || another !== undefined) {
    throw new DerError('a signer whose certificate is missing or not the only one of its name');
  }
  return certificate;
}

function matching(identifier: DerNode, version: number): (candidate: Certificate) => boolean {
  if (version === 3 && identifier.tag === context(0, false)) {
    const { contents } = identifier;
    return ({ subjectKeyId }) => subjectKeyId !== undefined && equalBytes(subjectKeyId, contents);
  }
  if (version !== 1) throw new DerError('a SignerInfo of the wrong version');
  const reader = openDer(identifier.der);
  const issuer = reader.read(TAG.sequence).der;
  const serial = value.integerBytes(reader.read(TAG.integer));
  reader.end();
  return (candidate) => equalBytes(candidate.issuer.der, issuer) && equalBytes(candidate.serial, serial);
}

/** `rsaEncryption` takes the digest's hash (RFC 5754 §3.2); the others name their own. */
function signerAlgorithm(der: Uint8Array, digestAlgorithm: HashAlgorithm): SignatureAlgorithmName {
  const name = signatureAlgorithmName(der);
  return name === RSA_ENCRYPTION ? `RS${digestAlgorithm.slice(4)}` : name;
}

function signedAttributes(
  node: DerNode,
  contentType: string,
): Pick<SignedData, 'messageDigest' | 'signingCertificates' | 'signedAttributes' | 'sortedAttributes'> {
  const nodes = new DerReader(node.contents).rest(MAX_ATTRIBUTES);
  const attributes = new Map(nodes.map(typeAndValues));
  if (attributes.size < nodes.length) throw new DerError('a signed attribute twice');
  const only = (type: string): DerNode | undefined => {
    const values = attributes.get(type);
    if (values !== undefined && values.length !== 1) throw new DerError(`not one value of ${type}`);
    return values?.[0];
  };
  const required = (type: string): DerNode => {
    const found = only(type);
    if (found === undefined) throw new DerError(`no signed attribute ${type}`);
    return found;
  };
  if (value.oid(required(OID.contentType)) !== contentType) {
    throw new DerError('a signed content type that is not the content’s');
  }
  const signingCertificates = namedSigners(only(OID.signingCertificate), only(OID.signingCertificateV2));
  return {
    messageDigest: value.octetString(required(OID.messageDigest)),
    signingCertificates,
    ...bothOrders(node, nodes),
  };
}

function typeAndValues({ der }: DerNode): [string, DerNode[]] {
  const reader = openDer(der);
  const type = value.oid(reader.read(TAG.oid));
  const values = reader.open(TAG.set).rest(MAX_ATTRIBUTES);
  reader.end();
  return [type, values];
}

/** RFC 5816 §2.2.1: the attribute of either version, or both; each that is there must hold. */
function namedSigners(first: DerNode | undefined, second: DerNode | undefined): EssCertificateId[] {
  const ids = [...(first ? [essCertificate(first, 1)] : []), ...(second ? [essCertificate(second)] : [])];
  if (ids.length === 0) throw new DerError('no signed attribute that names the signer’s certificate');
  return ids;
}

/** RFC 5652 §5.4 signs the DER encoding, whose SET OF is sorted; some writers sign what they wrote. */
function bothOrders(
  node: DerNode,
  nodes: readonly DerNode[],
): Pick<SignedData, 'signedAttributes' | 'sortedAttributes'> {
  const written = new Uint8Array(node.der);
  written[0] = TAG.set;
  const other = new Uint8Array(written);
  let at = other.length - node.contents.length;
  for (const der of nodes.map((one) => one.der).sort(compare)) {
    other.set(der, at);
    at += der.length;
  }
  return { signedAttributes: written, sortedAttributes: other };
}
