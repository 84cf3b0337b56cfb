export { DerError } from './error.js';
export { DerReader, TAG, context, openDer, readDer } from './reader.js';
export type { DerNode } from './reader.js';
export { parseCertificate } from './certificate.js';
export type { Certificate, DistinguishedName, KeyUsage, SignatureAlgorithmName } from './certificate.js';
export { decodePem } from './pem.js';
