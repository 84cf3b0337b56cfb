export { ImageError } from './error.js';
export type { ImageErrorCode } from './error.js';
export { readQr, useQrDecoder } from './read-qr.js';
export type { Pixels } from './pixels.js';
export type { ReadQrOptions } from './read-qr.js';
export { isImage } from './size.js';
