export { openPress, Press } from './press.js';
export type { Minted, MintTimes, PressOptions } from './press.js';
export type { DocumentContent } from './content.js';
export { DocumentError } from './errors.js';
export type { DocumentErrorCode } from './errors.js';
export { RECEIPT_ATTRIBUTE, withReceipt } from './pdf/signature.js';
