import { checkApplication, withColumnNames } from '../intake/index.js';
import { photoField } from '../types/index.js';
import type { Fields } from '../types/index.js';
import { batchKeyOf, getBatch } from './batches.js';
import { applicationCell } from './cells.js';
import type { EncryptedApplication } from './application.js';
import { CopyNotMendable, RowUnknown } from './errors.js';
import type { IssuingOptions } from './options.js';
import { openUpload, withEncoding } from './rejected.js';
import { keptProblems } from './report.js';
import type { ReportedProblem } from './report.js';

/** A row as it stands, to be mended. */
export interface OneRow {
  readonly line: number;
  /** In the written form; what is wrong as it came. */
  readonly fields: Fields;
  readonly validFrom: string;
  /** Empty: 长期, no expiry. */
  readonly validUntil: string;
  readonly problems: readonly ReportedProblem[];
}

type Reading = Pick<IssuingOptions, 'database' | 'protection' | 'types'>;

/** One row of a batch, by its number in a spreadsheet. @throws BatchUnknown, RowUnknown, CopyNotMendable, UploadGone */
export async function oneRow(reading: Reading, issuer: string, id: string, line: number): Promise<OneRow> {
  const batch = await getBatch(reading, issuer, id);
  const application = await storedRow(reading, batch.id, line);
  if (application) {
    if (application.limits) throw new CopyNotMendable();
    const { fields, validFrom, validUntil } = application;
    return { line, fields, validFrom, validUntil: validUntil ?? '', problems: [] };
  }
  const problems = await keptProblems(reading, batch.id, line);
  if (problems.length === 0) throw new RowUnknown();
  const key = await batchKeyOf(reading.database, reading.protection, batch.id);
  const upload = await openUpload(reading.database, batch.id, key);
  try {
    const type = withColumnNames(reading.types.at(batch.type, batch.typeVersion), batch.columnNames);
    const cells = await withEncoding((encoding) => upload.row(line, type, encoding));
    if (!cells) throw new RowUnknown();
    const { validFrom: from = '', validUntil: until = '', ...given } = cells;
    const checked = checkApplication(given, { from, until }, { ...reading, type, ...NOTHING_ADDED });
    const photo = photoField(type);
    const fields = Object.fromEntries(Object.entries(checked.fields).filter(([name]) => name !== photo));
    return { line, fields, validFrom: checked.validFrom, validUntil: checked.validUntil ?? '', problems };
  } finally {
    await upload.close();
  }
}

/** What is wrong is known already: this only brings the cells into the written form. */
const NOTHING_ADDED = { missingCharacters: () => [], authority: '' };

async function storedRow(
  { database, protection }: Reading,
  batch: string,
  line: number,
): Promise<EncryptedApplication | undefined> {
  const { rows } = await database.query<{ holder: string; wrapped_key: Buffer; fields: Buffer }>(
    `SELECT a.holder, h.wrapped_key, a.fields FROM applications a JOIN holders h ON h.id = a.holder
     WHERE a.batch = $1 AND a.line = $2 AND a.fields IS NOT NULL`,
    [batch, line],
  );
  const [row] = rows;
  if (!row) return undefined;
  const key = protection.holderKey(row.holder, row.wrapped_key);
  return key.decryptJson(row.fields, applicationCell(batch, line)) as EncryptedApplication;
}
