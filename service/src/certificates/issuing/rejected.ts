import type { Queryable } from '../../platform/database/index.js';
import type { HolderKey } from '../../people/personal-data/index.js';
import { UploadRefused, receiveUpload, withColumnNames } from '../intake/index.js';
import type { ReturnedTable, Upload } from '../intake/index.js';
import { batchKeyOf, getBatch } from './batches.js';
import { UploadGone } from './errors.js';
import type { IssuingOptions } from './options.js';
import { problemsOf } from './report.js';
import { keptUpload } from './uploads.js';

/** The wrong rows of a batch in the format in which they came; of a ZIP with the photos that they name. */
export interface RejectedRows extends ReturnedTable {
  readonly isArchive: boolean;
  /** Null: the archive has none of that name, or a larger one than a photo may be. */
  photo(name: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** What is to be closed after use. @throws BatchUnknown, UploadGone */
export async function rejectedRows(
  { database, protection, types }: Pick<IssuingOptions, 'database' | 'protection' | 'types'>,
  issuer: string,
  id: string,
): Promise<RejectedRows> {
  const batch = await getBatch({ database }, issuer, id);
  const remedies = new Map<number, string>();
  for await (const { line, column, message, remedy } of problemsOf({ database, protection }, issuer, id)) {
    const said = `${column === null ? '该行' : `“${column}”`}${message.zh}，${remedy.zh}`;
    remedies.set(line, [remedies.get(line), said].filter(Boolean).join('；'));
  }
  const key = await batchKeyOf(database, protection, batch.id);
  const upload = await openUpload(database, batch.id, key);
  try {
    const type = withColumnNames(types.at(batch.type, batch.typeVersion), batch.columnNames);
    const table = await withEncoding((encoding) => upload.returned(remedies, type, encoding));
    return {
      ...table,
      isArchive: upload.kind === 'zip',
      photo: async (name) => (await upload.photo(name)) ?? null,
      close: () => upload.close(),
    };
  } catch (error) {
    await upload.close();
    throw error;
  }
}

/** The file of a batch as it came; to be closed. @throws UploadGone */
export async function openUpload(database: Queryable, batch: string, key: HolderKey): Promise<Upload> {
  return receiveUpload(keptUpload(database, batch, key)).catch((error: unknown) => {
    throw error instanceof UploadRefused && error.code === 'UPLOAD_EMPTY' ? new UploadGone() : error;
  });
}

/** It was taken in once: where its bytes do not prove an encoding, its sender had said which. */
export async function withEncoding<T>(read: (encoding?: 'gb18030') => Promise<T>): Promise<T> {
  return read().catch((error: unknown) => {
    if (!(error instanceof UploadRefused) || error.code !== 'UPLOAD_ENCODING') throw error;
    return read('gb18030');
  });
}
