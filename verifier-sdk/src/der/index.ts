export { DerError } from './error.js';
export { DerReader, TAG, openDer, readDer } from './reader.js';
export { parseCertificate } from './certificate.js';
export type { Certificate } from './certificate.js';
export { decodePem } from './pem.js';
export { isSignedBy } from './signature.js';
export { parseTimestampToken } from './timestamp.js';
