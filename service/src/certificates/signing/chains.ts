import { X509Certificate } from 'node:crypto';
import { DerError, decodePem, parseCertificate } from '@certbridge/verifier-sdk/der';
import type { Certificate } from '@certbridge/verifier-sdk/der';
import { KeyRefused } from './errors.js';

/** Whether one certificate is signed by another, by its name and key; keys that OpenSSL does not know have signed none. */
export function isIssuedBy(certificate: Uint8Array, issuer: Uint8Array): boolean {
  try {
    const [one, other] = [new X509Certificate(certificate), new X509Certificate(issuer)];
    return one.checkIssued(other) && one.verify(other.publicKey);
  } catch {
    return false;
  }
}

/** The certificates of PEM text, each of a form that verifiers take. @throws KeyRefused `CERTIFICATE_UNREADABLE` */
export function readCertificates(text: string): Uint8Array[] {
  try {
    const ders = decodePem(text).map((der) => new Uint8Array(der));
    if (ders.length === 0) throw new DerError('no certificate');
    for (const der of ders) read(der);
    return ders;
  } catch (cause) {
    if (cause instanceof KeyRefused) throw cause;
    throw new KeyRefused(
      'CERTIFICATE_UNREADABLE',
      {
        zh: '证书机构的答复应是 PEM，含证书及其各级上级证书。',
        en: 'The answer of the authority should be PEM with the certificate and those of its issuers.',
      },
      cause,
    );
  }
}

/**
 * The chain of a key from what an authority gave: leaf first, root last, each link's signature checked.
 * @throws KeyRefused `CERTIFICATE_OF_OTHER_KEY`, `CERTIFICATE_NOT_VALID_NOW`, `CERTIFICATE_USAGE`,
 * `CHAIN_INCOMPLETE`, `CERTIFICATE_UNREADABLE` for what verifiers could not read
 */
export function chainFor(spki: Uint8Array, given: readonly Uint8Array[], now: Date): Uint8Array[] {
  const certificates = given.map(read);
  const leaf = certificates.find((one) => Buffer.from(one.spki).equals(spki));
  if (!leaf) {
    throw new KeyRefused('CERTIFICATE_OF_OTHER_KEY', {
      zh: '这些证书都不是这把密钥的：请导入对其申请的答复。',
      en: 'None of the certificates is of this key: import the answer to the request that was made for it.',
    });
  }
  requireSigner(leaf, now);
  const chain = [leaf];
  for (let last = leaf; !isRoot(last);) {
    const issuer = certificates.find((one) => !chain.includes(one) && isIssuedBy(last.der, one.der));
    if (!issuer) {
      throw new KeyRefused('CHAIN_INCOMPLETE', {
        zh: `缺少上级“${last.issuer.text}”的证书：请补齐直到根证书。`,
        en: `The certificate of the issuer "${last.issuer.text}" is missing: add those of all issuers up to the root.`,
      });
    }
    chain.push(issuer);
    last = issuer;
  }
  return chain.map(({ der }) => new Uint8Array(der));
}

function read(der: Uint8Array): Certificate {
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    throw new KeyRefused(
      'CERTIFICATE_UNREADABLE',
      {
        zh: `有一个证书的形式不被核验软件接受（${cause.message}）。`,
        en: `A certificate has a form that verifiers do not take: ${cause.message}.`,
      },
      cause,
    );
  }
}

const isRoot = ({ der }: Certificate): boolean => isIssuedBy(der, der);

function requireSigner({ notBefore, notAfter, isCa, keyUsage }: Certificate, now: Date): void {
  if (now < notBefore || now > notAfter) {
    throw new KeyRefused('CERTIFICATE_NOT_VALID_NOW', {
      zh: `证书只在 ${notBefore.toISOString()} 至 ${notAfter.toISOString()} 有效。`,
      en: `The certificate is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()} only.`,
    });
  }
  const maySign = !keyUsage || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
  if (isCa || !maySign) {
    throw new KeyRefused('CERTIFICATE_USAGE', {
      zh: '证书不是用于签署文件的：密钥用途应是 digitalSignature 或 nonRepudiation。',
      en: 'The certificate is not for signing documents: its key usage should be digitalSignature or nonRepudiation.',
    });
  }
}
