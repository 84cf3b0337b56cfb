import { Recent } from '../formats/recent.js';
import { parseCertificate } from './certificate.js';
import type { Certificate } from './certificate.js';

const recent = new Recent(256, parseCertificate);

/**
 * As {@link parseCertificate}; the same bytes give the same object for a while.
 * @throws DerError
 */
export const recallCertificate = (der: Uint8Array): Certificate => recent.of(der);
