/** Certificate types (证照类型): data, checked when loaded, that say what a certificate's fields may be. */
export { loadCertificateTypes, TypeUnknown } from './load.js';
export type { CertificateTypes } from './load.js';
export { authorityFields, photoField } from './type.js';
export type { CertificateType, Field, Title } from './type.js';
export type { Sample } from './sample.js';
export { agreesWithNumber, hasRefusedCharacters } from './check.js';
export type { Fields } from './check.js';
export { fieldProblem } from './messages.js';
export type { FieldProblem, RowProblemCode } from './messages.js';
export { formats, isDay } from './formats.js';
export { typeOperations } from './operations.js';
