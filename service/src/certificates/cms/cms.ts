// CMS written by hand: signing and assembling take 0.1 ms; pkijs makes 777 CMS/s (docs/decisions/11).
import { createHash } from 'node:crypto';
import { TAG, context, openDer, parseCertificate, readOid } from '@certbridge/verifier-sdk/der';
import type { DerNode } from '@certbridge/verifier-sdk/der';
import { integer, octetString, oid, sequence, setOf, tlv } from './der.js';
import type { Der } from './der.js';
import { suitesInCms } from './suites.js';
import type { SignatureAlgorithm } from './suites.js';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampToken: '1.2.840.113549.1.9.16.2.14',
  /** Revocation data among the signed attributes (ISO 32000-2 §12.8.3.3.2). */
  revocationInfoArchival: '1.2.840.113583.1.1.8',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

const SHA256 = sequence(oid(OID.sha256));
const VERSION_1 = integer(1);

/** Attribute (RFC 5652 §5.3) with one value. */
export function attribute(type: string, value: Uint8Array): Der {
  return sequence(oid(type), tlv(0x31, value));
}

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** IssuerAndSerialNumber (RFC 5652 §10.2.4) of a certificate. */
function issuerAndSerial(certificate: Uint8Array): Der {
  const { issuer, serial } = parseCertificate(certificate);
  return sequence(issuer.der, tlv(TAG.integer, serial));
}

/** The key that signs, as far as a CMS needs it. */
export interface CmsSigner {
  readonly algorithm: SignatureAlgorithm;
  /** The certificate and its issuers up to the root, DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Signs the SHA-256 of `data`: ES256 as r‖s (64 bytes), RS256 as PKCS#1 v1.5. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** The CMS parts that are the same for every signature of one key, encoded once. */
export class CmsTemplate {
  readonly #signer: CmsSigner;
  readonly #contentType: string;
  readonly #certificates: Der;
  readonly #signerId: Der;
  readonly #constantAttributes: readonly Der[];

  constructor(signer: CmsSigner, options: { contentType: string; crls?: readonly Uint8Array[] }) {
    const [leaf] = signer.chain;
    if (!leaf) throw new TypeError('a signer has a certificate');
    this.#signer = signer;
    this.#contentType = options.contentType;
    // The root is what a verifier must have already; it stays out.
    const carriedChain = signer.chain.length > 1 ? signer.chain.slice(0, -1) : signer.chain;
    this.#certificates = tlv(0xa0, ...[...carriedChain].sort((a, b) => Buffer.compare(a, b)));
    this.#signerId = issuerAndSerial(leaf);
    // ESSCertIDv2 (RFC 5035 §4): SHA-256 is the default and is left out; issuerSerial is optional.
    const certificateId = sequence(octetString(sha256(leaf)));
    const { crls = [] } = options;
    this.#constantAttributes = [
      attribute(OID.contentType, oid(options.contentType)),
      attribute(OID.signingCertificateV2, sequence(sequence(certificateId))),
      ...(crls.length > 0
        ? [attribute(OID.revocationInfoArchival, sequence(tlv(0xa0, sequence(...crls))))]
        : []),
    ];
  }

  /** Signed attributes over a content's digest, as a CMS carries them. */
  attributesFor(messageDigest: Uint8Array): Der {
    return carried(this.#attributes(messageDigest));
  }

  #attributes(messageDigest: Uint8Array): Der {
    return setOf(...this.#constantAttributes, attribute(OID.messageDigest, octetString(messageDigest)));
  }

  /** Signs attributes over a content's digest; neither is encoded into a CMS yet. */
  async signDigest(messageDigest: Uint8Array): Promise<{ signedAttributes: Der; signature: Uint8Array }> {
    const attributes = this.#attributes(messageDigest);
    const { encode } = suitesInCms[this.#signer.algorithm];
    const signature = encode(await this.#signer.sign(attributes));
    return { signedAttributes: carried(attributes), signature };
  }

  /** ContentInfo holding SignedData. Without `content` the signature is detached. */
  assemble(
    signed: { signedAttributes: Der; signature: Uint8Array },
    options: {
      content?: Uint8Array;
      unsigned?: readonly Der[];
      certificates?: 'chain' | 'none';
    } = {},
  ): Der {
    const { content, unsigned = [], certificates = 'chain' } = options;
    const encapsulated = content
      ? sequence(oid(this.#contentType), tlv(0xa0, octetString(content)))
      : sequence(oid(this.#contentType));
    const signerInfo = sequence(
      VERSION_1,
      this.#signerId,
      SHA256,
      signed.signedAttributes,
      suitesInCms[this.#signer.algorithm].identifier,
      octetString(signed.signature),
      ...(unsigned.length > 0 ? [implicitSet(0xa1, unsigned)] : []),
    );
    const version = this.#contentType === OID.data ? VERSION_1 : integer(3);
    const parts = [
      version,
      tlv(0x31, SHA256),
      encapsulated,
      ...(certificates === 'none' ? [] : [this.#certificates]),
      tlv(0x31, signerInfo),
    ];
    return sequence(oid(OID.signedData), tlv(0xa0, sequence(...parts)));
  }
}

/** Signed as SET OF, carried as [0] IMPLICIT (RFC 5652 §5.4). */
function carried(attributes: Der): Der {
  const copy = Buffer.from(attributes);
  copy[0] = 0xa0;
  return copy;
}

function implicitSet(tag: number, members: readonly Der[]): Der {
  const set = Buffer.from(setOf(...members));
  set[0] = tag;
  return set;
}

/**
 * A CMS taken apart for one purpose: to give its only signer another unsigned attribute, in the place of one
 * of the same type.
 * @throws DerError when it is not SignedData with one signer
 */
export function withUnsignedAttribute(cms: Uint8Array, type: string, value: Uint8Array): Der {
  const outer = openDer(cms);
  const kind = outer.read(TAG.oid);
  const wrapper = outer.open(context(0));
  outer.end();
  const signedData = wrapper.open();
  wrapper.end();
  const before = signedData.rest(MAX_PARTS);
  const infos = openDer(before.pop()?.der ?? new Uint8Array(), TAG.set);
  const info = infos.open();
  infos.end();
  const signed = info.rest(MAX_PARTS);
  const held = signed.at(-1)?.tag === context(1) ? signed.pop() : undefined;
  const kept = attributesOf(held).filter((entry) => readOid(openDer(entry.der).next()) !== type);
  const unsigned = implicitSet(context(1), [...kept.map(({ der }) => der), attribute(type, value)]);
  const newInfo = sequence(...signed.map(({ der }) => der), unsigned);
  return sequence(
    kind.der,
    tlv(context(0), sequence(...before.map(({ der }) => der), tlv(TAG.set, newInfo))),
  );
}

const MAX_PARTS = 16;

const attributesOf = (set: DerNode | undefined): DerNode[] =>
  set ? openDer(set.der, context(1)).rest(MAX_PARTS) : [];
