/** Paper (归档文件): PDF/A-3 for archives, drawn by pdf-lib, with what was signed attached. */
export { writePaper } from './paper.js';
export type { Attachment, Paper } from './paper.js';
export { readPicture } from './picture.js';
export type { Picture } from './picture.js';
export type { PaperCard } from './card.js';
export type { PaperBlock, PaperPage, PaperRow } from './lay-out.js';
