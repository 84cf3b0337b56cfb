import { Problem } from '../../platform/problems/index.js';
import type { Words } from '../../platform/problems/index.js';

export type IntakeCode =
  | 'UPLOAD_EMPTY'
  | 'UPLOAD_TOO_LARGE'
  | 'UPLOAD_TOO_MANY_ROWS'
  | 'UPLOAD_ENCODING'
  | 'UPLOAD_FORMAT'
  | 'UPLOAD_COLUMNS'
  | 'UPLOAD_COLUMN_NAMES'
  | 'UPLOAD_QUOTES'
  | 'UPLOAD_ROUNDED'
  | 'UPLOAD_SPREADSHEET'
  | 'UPLOAD_ZIP';

/** The whole upload is refused; nothing of it was taken. */
export class UploadRefused extends Problem {
  constructor(
    code: IntakeCode,
    words: Words,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(code === 'UPLOAD_TOO_LARGE' ? 'too-large' : 'unprocessable', code, words, options);
  }
}

export const tooManyRows = (rows: number): UploadRefused =>
  new UploadRefused('UPLOAD_TOO_MANY_ROWS', {
    zh: `超过 ${rows} 行：请拆分文件。`,
    en: `More than ${rows} rows: split the file.`,
  });
