import { equalBytes } from '../formats/bytes.js';
import { parseCertificate } from './certificate.js';
import type { Certificate } from './certificate.js';

const MOST = 64;

/** The certificates read last, the newest at the end: authorities' come with every document. */
const recent: Certificate[] = [];

/**
 * As {@link parseCertificate}; the same bytes give the same object for a while.
 * @throws DerError
 */
export function recallCertificate(der: Uint8Array): Certificate {
  const known = recent.find((certificate) => equalBytes(certificate.der, der));
  if (known !== undefined) return known;
  // A copy: what is remembered must not keep the file that it came in.
  const certificate = parseCertificate(der.slice());
  recent.push(certificate);
  if (recent.length > MOST) recent.shift();
  return certificate;
}
