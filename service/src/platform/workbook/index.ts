/** Workbooks (.xlsx) of text: written to be filled in, or to be mended. */
export { workbookMedia, writeWorkbook } from './workbook.js';
export type { Sheet, SheetColumn } from './sheet.js';
