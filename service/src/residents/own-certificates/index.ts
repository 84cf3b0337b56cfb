/** One's own certificates 我的证照: found by the keyed hash of the number that the session is of, never by an issuer's path. */
export { OwnCertificateUnknown } from './errors.js';
export { ownCertificateOperations } from './operations.js';
export { names, openAllHeld, openHeld, residentOf } from './held.js';
export type { HeldCertificate } from './held.js';
export { correctionData, correctionOperations } from './correction-operations.js';
export { ownDataOperation } from './export-operation.js';
export { retainedCorrections } from './retained.js';
