import { createPrivateKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { octetString, integer, oid, sequence, setOf, tlv } from '../../cms/index.js';
import type { Der } from '../../cms/index.js';
import { KeyRefused } from '../errors.js';

/** What a PKCS#12 file (.p12, .pfx; RFC 7292) of an authority holds. */
export interface KeyFile {
  readonly key: KeyObject;
  /** DER, in no order. */
  readonly certificates: readonly Uint8Array[];
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/**
 * Reads a file that holds one private key.
 * @throws KeyRefused `KEY_FILE_UNREADABLE`, `KEY_FILE_PASSPHRASE`
 */
export function readKeyFile(bytes: Uint8Array, passphrase: string): KeyFile {
  const file = open(bytes, passphrase);
  const bags = (type: string): forge.pkcs12.Bag[] => file.getBags({ bagType: type })[type] ?? [];
  const keys = [...bags(OID.shroudedKeyBag), ...bags(OID.keyBag)];
  const [only] = keys;
  if (!only || keys.length > 1) {
    throw new KeyRefused('KEY_FILE_UNREADABLE', {
      zh: `密钥文件有 ${keys.length} 个私钥：应只有一个，连同它的证书。`,
      en: `The key file holds ${keys.length} private keys: it should hold one, with its certificates.`,
    });
  }
  // forge models RSA; a P-256 key and what certifies one come as the ASN.1 that they are.
  const info = only.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(only.key)) : only.asn1;
  const certificates = bags(OID.certificateBag).map(({ cert, asn1 }) =>
    derOf(cert ? forge.pki.certificateToAsn1(cert) : asn1),
  );
  try {
    return { key: createPrivateKey({ key: derOf(info), format: 'der', type: 'pkcs8' }), certificates };
  } catch (cause) {
    throw new KeyRefused(
      'KEY_FILE_UNREADABLE',
      {
        zh: '密钥文件中的私钥无法读取。',
        en: 'The private key in the key file cannot be read.',
      },
      cause,
    );
  }
}

function open(bytes: Uint8Array, passphrase: string): forge.pkcs12.Pkcs12Pfx {
  let asn1: forge.asn1.Asn1;
  try {
    asn1 = forge.asn1.fromDer(binary(bytes));
  } catch (cause) {
    throw new KeyRefused(
      'KEY_FILE_UNREADABLE',
      {
        zh: '密钥文件不是 PKCS#12（.p12、.pfx）：请从证书机构的软件重新导出。',
        en: 'The key file is no PKCS#12 (.p12, .pfx): export it from the authority’s software as one.',
      },
      cause,
    );
  }
  try {
    return forge.pkcs12.pkcs12FromAsn1(asn1, passphrase);
  } catch (cause) {
    const isPassphrase = /MAC|password|decrypt/i.test((cause as Error).message);
    throw isPassphrase
      ? new KeyRefused(
          'KEY_FILE_PASSPHRASE',
          {
            zh: '密钥文件的口令不对。',
            en: 'The passphrase does not open the key file.',
          },
          cause,
        )
      : new KeyRefused(
          'KEY_FILE_UNREADABLE',
          {
            zh: '密钥文件的加密方式无法读取：请换一种方式重新导出。',
            en: 'The key file is encrypted in a way that cannot be read: export it in another.',
          },
          cause,
        );
  }
}

const ITERATIONS = 10_000;
const MAC_BYTES = 32;
/** Purpose of key material that makes a MAC (RFC 7292 appendix B.3). */
const FOR_MAC = 3;

/** Writes one key with its certificates: PBES2 with AES-256, HMAC with SHA-256. */
export function writeKeyFile({ key, certificates }: KeyFile, passphrase: string): Buffer {
  const info = forge.asn1.fromDer(binary(key.export({ type: 'pkcs8', format: 'der' })));
  const shrouded = forge.pki.encryptPrivateKeyInfo(info, passphrase, {
    algorithm: 'aes256',
    count: ITERATIONS,
    prfAlgorithm: 'sha256',
  });
  const localKeyId = setOf(sequence(oid(OID.localKeyId), setOf(octetString(Uint8Array.of(1)))));
  const keys = sequence(bag(OID.shroudedKeyBag, derOf(shrouded), localKeyId));
  const chain = certificates.map((der, n) =>
    bag(
      OID.certificateBag,
      sequence(oid(OID.x509Certificate), tlv(0xa0, octetString(der))),
      ...(n === 0 ? [localKeyId] : []),
    ),
  );
  const safe = sequence(dataOf(keys), dataOf(sequence(...chain)));
  return Buffer.from(sequence(integer(3), dataOf(safe), macOf(safe, passphrase)));
}

const bag = (type: string, value: Der, ...attributes: Der[]): Der =>
  sequence(oid(type), tlv(0xa0, value), ...attributes);

const dataOf = (content: Der): Der => sequence(oid(OID.data), tlv(0xa0, octetString(content)));

function macOf(content: Uint8Array, passphrase: string): Der {
  const salt = randomBytes(16);
  const md = forge.md.sha256.create();
  const material = forge.pkcs12.generateKey(
    passphrase,
    forge.util.createBuffer(binary(salt)),
    FOR_MAC,
    ITERATIONS,
    MAC_BYTES,
    md,
  );
  const hmac = forge.hmac.create();
  hmac.start(forge.md.sha256.create(), material);
  hmac.update(binary(content));
  const digest = Buffer.from(hmac.digest().getBytes(), 'latin1');
  const algorithm = sequence(oid(OID.sha256));
  return sequence(
    sequence(algorithm, octetString(digest)),
    octetString(salt),
    integer(Uint8Array.of(ITERATIONS >> 8, ITERATIONS & 0xff)),
  );
}

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const derOf = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
