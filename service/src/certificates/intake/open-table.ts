import type { CertificateType } from '../types/index.js';
import { decodeText, detectEncoding } from './encoding.js';
import { UploadRefused } from './errors.js';
import type { IntakeLimits } from './limits.js';
import { readSeparated } from './separated.js';
import { readSpreadsheet } from './spreadsheet.js';
import type { TableRow } from './table.js';

/** How the table of an upload is written. */
export type TableFormat = 'text' | 'spreadsheet';

export interface TableOptions {
  readonly limits: IntakeLimits;
  /** What the sender says of a text whose bytes do not prove it. */
  readonly encoding?: 'utf-8' | 'gb18030';
}

/** ZIP: local file header (APPNOTE 4.3.7). Compound file, of .xls, .et and encrypted workbooks ([MS-CFB] §2.2). */
const ZIP = '504b0304';
const COMPOUND = 'd0cf11e0';

/** The format of a table, by its first bytes. @throws UploadRefused `UPLOAD_FORMAT` */
export function formatOf(bytes: Uint8Array): TableFormat {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (head === COMPOUND) {
    throw new UploadRefused('UPLOAD_FORMAT', {
      zh: '这是旧式（.xls、.et）或加密的表格：请用电子表格打开，去掉密码，另存为 .xlsx。',
      en: 'This is a table in an old format (.xls, .et) or with a password: save it as .xlsx without one.',
    });
  }
  return head === ZIP ? 'spreadsheet' : 'text';
}

/** A table's rows. @throws UploadRefused */
export async function openTable(
  bytes: Uint8Array,
  type: CertificateType,
  { limits, encoding }: TableOptions,
): Promise<Iterable<TableRow>> {
  if (formatOf(bytes) === 'spreadsheet') return readSpreadsheet(bytes, type, limits);
  return readSeparated(decodeText(bytes, detectEncoding(bytes, encoding)));
}
