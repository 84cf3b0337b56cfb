import { equalBytes } from '../formats/bytes.js';
import type { CertificateHashAlgorithm, HashAlgorithm } from '../platform/platform.js';
import { recallCertificate } from './certificate-memory.js';
import { signatureAlgorithmName } from './certificate.js';
import type { Certificate, SignatureAlgorithmName } from './certificate.js';
import { DerError } from './error.js';
import type { DerNode } from './reader.js';
import { DerReader, TAG, context, openDer } from './reader.js';
import * as value from './values.js';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampToken: '1.2.840.113549.1.9.16.2.14',
} as const;

export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const DIGESTS: Readonly<Record<string, HashAlgorithm>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** OID of the unsigned attribute that holds the receipt's CBOR in an OCTET STRING. */
export const RECEIPT_ATTRIBUTE = '2.25.311470394283957432880192237014850187361';

/** Which certificate the signer signed with (RFC 5035 §4, ESSCertIDv2; §5, ESSCertID). */
export interface EssCertificateId {
  /** Of the hash. `SHA-1` in timestamps alone. */
  readonly algorithm: CertificateHashAlgorithm;
  /** Of the certificate’s DER. */
  readonly hash: Uint8Array;
}

/** CMS SignedData (RFC 5652 §5) with one signer, as PAdES and RFC 3161 use it. */
export interface SignedData {
  /** Dotted OID. */
  readonly contentType: string;
  /** Absent when the signature is detached. */
  readonly content?: Uint8Array;
  /** In the order of the encoding. */
  readonly certificates: readonly Certificate[];
  /** DER of those that came along and cannot be read: only a timestamp may have such. */
  readonly unreadableCertificates?: readonly Uint8Array[];
  /** The one that the signer identifier names. */
  readonly signerCertificate: Certificate;
  /** Of the content and the signature. */
  readonly digestAlgorithm: HashAlgorithm;
  /** The signed digest of the content. */
  readonly messageDigest: Uint8Array;
  /** What each signing-certificate attribute says of the signer's own certificate, by the first id in it. */
  readonly signingCertificates: readonly EssCertificateId[];
  /** What is signed: the signed attributes under the tag SET OF (RFC 5652 §5.4). */
  readonly signedAttributes: Uint8Array;
  /** The same in DER's order, of a timestamp, which may have them in another: its signer may have signed either. */
  readonly sortedAttributes?: Uint8Array;
  /** With which the signer signed. */
  readonly signatureAlgorithm: SignatureAlgorithmName;
  /** ECDSA in DER, or RSA PKCS#1 v1.5. */
  readonly signature: Uint8Array;
  /** Not read yet: anybody may have written it. */
  readonly unsignedAttributes?: DerNode;
}

const MAX_CERTIFICATES = 8;
export const MAX_ATTRIBUTES = 16;

/**
 * The fields of the SignedData in a ContentInfo (RFC 5652 §3, §5.1), none read yet.
 * @throws DerError
 */
export function openSignedData(der: Uint8Array): DerReader {
  const outer = openDer(der);
  const type = value.oid(outer.read(TAG.oid));
  if (type !== OID.signedData) throw new DerError('a CMS that is not SignedData');
  const wrapper = outer.open(context(0));
  outer.end();
  const reader = wrapper.open();
  wrapper.end();
  return reader;
}

/**
 * Reads SignedData strictly: one signer named by issuer and serial number, one digest, each
 * attribute once and with one value, the certificates distinct, no CRLs, DER where DER is signed.
 * Nothing is verified yet.
 * @throws DerError
 */
export function parseSignedData(der: Uint8Array): SignedData {
  const reader = openSignedData(der);
  const version = value.smallInteger(reader.read(TAG.integer));
  const digests = reader.open(TAG.set);
  const digestAlgorithm = digest(digests);
  digests.end();
  const { contentType, content } = encapsulatedContent(reader.open());
  // RFC 5652 §5.1: for plain data.
  if (version !== 1) throw new DerError('a SignedData of the wrong version');
  const certificates = readCertificates(reader.read(context(0)));
  const signers = reader.open(TAG.set);
  reader.end();
  const signer = signers.open();
  signers.end();

  const signerVersion = value.smallInteger(signer.read(TAG.integer));
  if (signerVersion !== 1) throw new DerError('a SignerInfo of the wrong version');
  const signerCertificate = namedBy(signer.open(), certificates);
  const signerDigest = digest(signer);
  if (signerDigest !== digestAlgorithm) throw new DerError('a signer with another digest than announced');
  const attributes = signer.read(context(0));
  const signed = signedAttributes(attributes, contentType);
  const signatureAlgorithm = signerAlgorithm(signer.read(TAG.sequence).der, digestAlgorithm);
  const signature = value.octetString(signer.read(TAG.octetString));
  const unsigned = signer.optional(context(1));
  signer.end();
  return {
    contentType,
    ...(content && { content }),
    certificates,
    signerCertificate,
    digestAlgorithm,
    ...signed,
    signatureAlgorithm,
    signature,
    ...(unsigned && { unsignedAttributes: unsigned }),
  };
}

/**
 * Attributes by OID, each once and with exactly one value.
 * @throws DerError
 */
export function readAttributes(contents: Uint8Array): ReadonlyMap<string, DerNode> {
  const attributes = new Map<string, DerNode>();
  for (const node of new DerReader(contents).rest(MAX_ATTRIBUTES)) {
    const reader = openDer(node.der);
    const type = value.oid(reader.read(TAG.oid));
    const values = reader.open(TAG.set);
    reader.end();
    const only = values.next();
    values.end();
    if (attributes.has(type)) throw new DerError(`the attribute ${type} twice`);
    attributes.set(type, only);
  }
  return attributes;
}

/** EncapsulatedContentInfo (RFC 5652 §5.2). @throws DerError */
export function encapsulatedContent(reader: DerReader): { contentType: string; content?: Uint8Array } {
  const contentType = value.oid(reader.read(TAG.oid));
  if (reader.done) return { contentType };
  const wrapper = reader.open(context(0));
  const content = value.octetString(wrapper.read(TAG.octetString));
  wrapper.end();
  reader.end();
  return { contentType, content };
}

function readCertificates(node: DerNode): Certificate[] {
  const certificates = new DerReader(node.contents).rest(MAX_CERTIFICATES);
  return certificates.map(({ der }) => recallCertificate(der));
}

function namedBy(identifier: DerReader, certificates: readonly Certificate[]): Certificate {
  const issuer = identifier.read(TAG.sequence).der;
  const serial = value.integerBytes(identifier.read(TAG.integer));
  identifier.end();
  const [certificate, another] = certificates.filter(
    (candidate) => equalBytes(candidate.issuer.der, issuer) && equalBytes(candidate.serial, serial),
  );
  if (certificate === undefined || another !== undefined) {
    throw new DerError('a signer whose certificate is missing or not the only one of its name');
  }
  return certificate;
}

/**
 * RSA is named rsaEncryption here (RFC 5754 §3.2) and by nothing else: no signature covers this
 * field, so that only one way of writing it may verify.
 */
function signerAlgorithm(der: Uint8Array, digestAlgorithm: HashAlgorithm): SignatureAlgorithmName {
  const name = signatureAlgorithmName(der);
  const bits = digestAlgorithm.slice(4);
  if (name === RSA_ENCRYPTION) return `RS${bits}`;
  if (name !== `ES${bits}`) throw new DerError(`a signature algorithm that does not fit the digest: ${name}`);
  return name;
}

/** Reads a digest's AlgorithmIdentifier. */
export function digest(reader: DerReader): HashAlgorithm {
  const { oid, parameters } = value.algorithm(reader);
  const name = DIGESTS[oid];
  if (name === undefined || parameters !== undefined)
    throw new DerError(`a digest that is not SHA-2: ${oid}`);
  return name;
}

function signedAttributes(
  node: DerNode,
  contentType: string,
): Pick<SignedData, 'messageDigest' | 'signingCertificates' | 'signedAttributes'> {
  expectSetOrder(node.contents);
  const attributes = readAttributes(node.contents);
  const required = (type: string): DerNode => {
    const found = attributes.get(type);
    if (found === undefined) throw new DerError(`no signed attribute ${type}`);
    return found;
  };
  if (value.oid(required(OID.contentType)) !== contentType) {
    throw new DerError('a signed content type that is not the content’s');
  }
  const messageDigest = value.octetString(required(OID.messageDigest));
  const signingCertificates = [essCertificate(required(OID.signingCertificateV2))];
  // A copy: `slice` of a caller's Buffer would share its memory.
  const asSet = new Uint8Array(node.der);
  asSet[0] = TAG.set;
  return { messageDigest, signingCertificates, signedAttributes: asSet };
}

/** SET OF is sorted in DER (X.690 §11.6); other readers would hash another order. */
function expectSetOrder(contents: Uint8Array): void {
  const nodes = new DerReader(contents).rest(MAX_ATTRIBUTES);
  for (const [i, node] of nodes.entries()) {
    const before = nodes[i - 1];
    if (before !== undefined && compare(before.der, node.der) >= 0) {
      throw new DerError('signed attributes that are not in DER order');
    }
  }
}

/** The order of a SET OF in DER, no element of which is the beginning of another. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((octet, i) => octet !== b[i]);
  return (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * The first id of a SigningCertificateV2 (RFC 5035 §3), or of a SigningCertificate (RFC 2634 §5.4).
 * @throws DerError
 */
export function essCertificate(node: DerNode, version: 1 | 2 = 2): EssCertificateId {
  const reader = openDer(node.der);
  const ids = reader.open().rest(MAX_CERTIFICATES);
  reader.optional(TAG.sequence);
  reader.end();
  const [first] = ids.map((id) => essCertificateId(id, version));
  if (first === undefined) throw new DerError('a signing-certificate attribute that names none');
  return first;
}

function essCertificateId(node: DerNode, version: 1 | 2): EssCertificateId {
  const fields = openDer(node.der);
  // DER omits the default, SHA-256; some writers name it all the same.
  const named = version === 2 && fields.tag === TAG.sequence ? digest(fields) : undefined;
  const hash = value.octetString(fields.read(TAG.octetString));
  fields.optional(TAG.sequence);
  fields.end();
  return { algorithm: named ?? (version === 1 ? 'SHA-1' : 'SHA-256'), hash };
}
