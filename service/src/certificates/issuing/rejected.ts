import { UploadRefused, receiveUpload } from '../intake/index.js';
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
  const upload = await receiveUpload(keptUpload(database, batch.id, key)).catch((error: unknown) => {
    throw error instanceof UploadRefused && error.code === 'UPLOAD_EMPTY' ? new UploadGone() : error;
  });
  try {
    const table = await returned(upload, remedies, types.at(batch.type, batch.typeVersion));
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

/** It was taken in once: where its bytes do not prove an encoding, its sender had said which. */
async function returned(upload: Upload, ...how: Parameters<Upload['returned']>): Promise<ReturnedTable> {
  const [remedies, type] = how;
  return upload.returned(remedies, type).catch((error: unknown) => {
    if (!(error instanceof UploadRefused) || error.code !== 'UPLOAD_ENCODING') throw error;
    return upload.returned(remedies, type, 'gb18030');
  });
}
