import { equalBytes } from '../formats/bytes.js';
import type { SignatureAlgorithm } from '../platform/platform.js';
import { DerError } from './error.js';
import type { DerNode } from './reader.js';
import { DerReader, TAG, context, openDer } from './reader.js';
import * as value from './values.js';

/** A distinguished name: `der` for comparing, the rest for people and for Fabric's organizational units. */
export interface DistinguishedName {
  /** The SEQUENCE as encoded, for comparing. */
  readonly der: Uint8Array;
  /** `CN=…, OU=…` in the order of the encoding. */
  readonly text: string;
  /** Dotted OID and text of each attribute, in the order of the encoding. */
  readonly attributes: readonly { readonly oid: string; readonly value: string }[];
}

/** What a key may be used for, by the bits' names (RFC 5280 §4.2.1.3). */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** A JOSE name, or the dotted OID of an algorithm that this package does not verify. */
export type SignatureAlgorithmName = SignatureAlgorithm | (string & {});

/** An X.509 v3 certificate (RFC 5280); bytes are views of what was parsed. */
export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** What the issuer signed. */
  readonly tbs: Uint8Array;
  /** With which the issuer signed. */
  readonly signatureAlgorithm: SignatureAlgorithmName;
  /** As encoded: for ECDSA a DER SEQUENCE of r and s. */
  readonly signature: Uint8Array;
  /** The INTEGER's octets. */
  readonly serial: Uint8Array;
  /** Name of the issuer. */
  readonly issuer: DistinguishedName;
  /** Name of the holder of the key. */
  readonly subject: DistinguishedName;
  /** The subject’s OU attributes, in their order. */
  readonly organizationalUnits: readonly string[];
  /** From when it is valid. */
  readonly notBefore: Date;
  /** Until when it is valid, inclusive. */
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Whether basicConstraints makes it an authority (RFC 5280 §4.2.1.9). */
  readonly isCa: boolean;
  /** Most authorities below it; undefined: no limit. */
  readonly pathLength?: number;
  /** Undefined when the extension is absent: any use. */
  readonly keyUsage?: ReadonlySet<KeyUsage>;
  /** Dotted OIDs; undefined when the extension is absent. */
  readonly extendedKeyUsage?: readonly string[];
  /** Octets of the subjectKeyIdentifier. */
  readonly subjectKeyId?: Uint8Array;
  /** Octets of the authorityKeyIdentifier’s keyIdentifier. */
  readonly authorityKeyId?: Uint8Array;
}

const LIMIT = 65_536;
const NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.97': 'organizationIdentifier',
};
const ORGANIZATIONAL_UNIT = '2.5.4.11';
const KEY_USAGES: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/**
 * Reads one DER certificate: version 3, at most 64 KiB, extensions unique, critical ones understood.
 * @throws DerError
 */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > LIMIT) throw new DerError('a certificate that is too large');
  const outer = openDer(der);
  const tbs = outer.read(TAG.sequence);
  const signatureAlgorithm = outer.read(TAG.sequence);
  const signature = value.bitOctets(outer.read(TAG.bitString));
  outer.end();

  const reader = new DerReader(tbs.contents);
  const wrapper = reader.open(context(0));
  const version = value.smallInteger(wrapper.read(TAG.integer));
  wrapper.end();
  if (version !== 2) throw new DerError('a certificate that is not version 3');
  const serial = value.integerBytes(reader.read(TAG.integer));
  // RFC 5280 §4.1.1.2: the algorithm outside the signature must be the one inside it.
  const signedAlgorithm = reader.read(TAG.sequence);
  if (!equalBytes(signedAlgorithm.der, signatureAlgorithm.der)) {
    throw new DerError('a certificate with two signature algorithms');
  }
  const issuer = distinguishedName(reader.read(TAG.sequence));
  const validity = reader.open();
  const notBefore = value.time(validity.next());
  const notAfter = value.time(validity.next());
  validity.end();
  const subject = distinguishedName(reader.read(TAG.sequence));
  const spki = reader.read(TAG.sequence).der;
  const extensions = reader.tag === context(3) ? readExtensions(reader.open(context(3))) : {};
  reader.end();

  return {
    der,
    tbs: tbs.der,
    signatureAlgorithm: signatureAlgorithmName(signatureAlgorithm.der),
    signature,
    serial,
    issuer,
    subject,
    organizationalUnits: subject.attributes
      .filter(({ oid }) => oid === ORGANIZATIONAL_UNIT)
      .map((attribute) => attribute.value),
    notBefore,
    notAfter,
    spki,
    isCa: false,
    ...extensions,
  };
}

const SIGNATURE_ALGORITHMS: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.10045.4.3.2': 'ES256',
  '1.2.840.10045.4.3.3': 'ES384',
  '1.2.840.113549.1.1.11': 'RS256',
  '1.2.840.113549.1.1.12': 'RS384',
  '1.2.840.113549.1.1.13': 'RS512',
};

/** The name of a signature's AlgorithmIdentifier (RFC 5758 §3.2, RFC 4055 §5). */
export function signatureAlgorithmName(der: Uint8Array): SignatureAlgorithmName {
  const { oid, parameters } = value.algorithm(new DerReader(der));
  if (parameters !== undefined) return `${oid} with parameters`;
  return SIGNATURE_ALGORITHMS[oid] ?? oid;
}

function distinguishedName(node: DerNode): DistinguishedName {
  const attributes = new DerReader(node.contents).rest(32).flatMap((set) => {
    if (set.tag !== TAG.set) throw new DerError('a name that is not a sequence of sets');
    return new DerReader(set.contents).rest(8).map((pair) => {
      const reader = openDer(pair.der);
      const oid = value.oid(reader.read(TAG.oid));
      const content = value.text(reader.next());
      reader.end();
      return { oid, value: content };
    });
  });
  const text = attributes
    .map((attribute) => `${NAMES[attribute.oid] ?? attribute.oid}=${attribute.value}`)
    .join(', ');
  return { der: node.der, text, attributes };
}

type Extensions = Pick<
  Certificate,
  'pathLength' | 'keyUsage' | 'extendedKeyUsage' | 'subjectKeyId' | 'authorityKeyId'
> & { readonly isCa?: boolean };

type ExtensionReader = (value: Uint8Array) => Extensions;

const EXTENSIONS: Readonly<Record<string, ExtensionReader>> = {
  '2.5.29.19': basicConstraints,
  '2.5.29.15': (bytes) => ({ keyUsage: keyUsages(bytes) }),
  '2.5.29.37': (bytes) => ({ extendedKeyUsage: openDer(bytes).rest(32).map(value.oid) }),
  '2.5.29.14': (bytes) => ({ subjectKeyId: value.octetString(readOne(bytes)) }),
  '2.5.29.35': authorityKeyIdentifier,
  // Alternative names and certificate policies decide nothing here: they may be critical.
  '2.5.29.17': () => ({}),
  '2.5.29.32': () => ({}),
};

function readExtensions(wrapper: DerReader): Extensions {
  const nodes = wrapper.open().rest(32);
  wrapper.end();
  const seen = new Set<string>();
  let result: Extensions = {};
  for (const node of nodes) {
    const reader = openDer(node.der);
    const oid = value.oid(reader.read(TAG.oid));
    const flag = reader.optional(TAG.boolean);
    const critical = flag !== undefined && value.boolean(flag);
    const content = value.octetString(reader.read(TAG.octetString));
    reader.end();
    if (seen.has(oid)) throw new DerError(`the extension ${oid} twice`);
    seen.add(oid);
    const known = EXTENSIONS[oid];
    if (known !== undefined) result = { ...result, ...known(content) };
    // RFC 5280 §4.2: what is critical and not understood makes the certificate unusable.
    else if (critical) throw new DerError(`the critical extension ${oid}, which is not understood`);
  }
  return result;
}

function readOne(bytes: Uint8Array): DerNode {
  const reader = new DerReader(bytes);
  const node = reader.next();
  reader.end();
  return node;
}

function basicConstraints(bytes: Uint8Array): Extensions {
  const reader = openDer(bytes);
  const flag = reader.optional(TAG.boolean);
  const isCa = flag !== undefined && value.boolean(flag);
  const length = reader.optional(TAG.integer);
  reader.end();
  return length === undefined ? { isCa } : { isCa, pathLength: value.smallInteger(length) };
}

function keyUsages(bytes: Uint8Array): ReadonlySet<KeyUsage> {
  const { bytes: bits } = value.bitString(readOne(bytes));
  return new Set(KEY_USAGES.filter((_, i) => ((bits[i >> 3] ?? 0) & (0x80 >> (i & 7))) !== 0));
}

function authorityKeyIdentifier(bytes: Uint8Array): Extensions {
  const keyId = openDer(bytes).optional(context(0, false));
  return keyId === undefined ? {} : { authorityKeyId: keyId.contents };
}
