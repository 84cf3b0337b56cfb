/** Intake (受理): reads what a department uploads, and says of every wrong row where, what and how to mend it. */
export { receiveUpload } from './upload.js';
export type { Upload, UploadReadOptions } from './upload.js';
export {
  neededKeys,
  remedyHeader,
  titleOf,
  validFromKey,
  validUntilKey,
  withColumnNames,
} from './columns.js';
export type { ColumnNames } from './columns.js';
export type { ReturnedTable } from './returned.js';
export type { Columns } from './columns.js';
export { checkApplication, checkPhrase } from './check.js';
export type { Checked, RowCheckOptions } from './check.js';
export { subjectOf } from './seen.js';
export { maskValue, normalDay, normalNumber } from './values.js';
export { photoRemedy, plainPhotoOf, readPhoto } from './photos.js';
export { defaultLimits } from './limits.js';
export type { IntakeLimits } from './limits.js';
export { UploadRefused } from './errors.js';
export type { IntakeCode } from './errors.js';
export type { IntakeRow, Photo, RowProblem } from './row.js';
