/** Uploads (上传): files on their way in, which go on after a cut where they were (tus 1.0.0). */
export { uploadOperations } from './operations.js';
export { retainedUploads } from './retained.js';
export { UploadIncomplete } from './errors.js';
export {
  beginUpload,
  continueUpload,
  dropUploadsOf,
  findUpload,
  finishUpload,
  pieceCell,
  uploadKeys,
  uploadedBytes,
} from './uploads.js';
export { ofUpload } from './schemas.js';
