import { addressOf, upload } from '../../../kit';
import type { Schema } from '../../../kit';
import { newKey } from '../request-key';
import type { ColumnNames } from './column-names';

export interface FileToSend {
  readonly issuer: string;
  readonly type: string;
  readonly file: File;
  readonly mode: Schema<'Batch'>['mode'];
  readonly encoding?: 'utf-8' | 'gb18030';
  /** What the file calls its columns. */
  readonly names: ColumnNames;
}

const MEDIA: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** Sends a table to be checked; nothing is issued before it is submitted. @throws Refusal */
export function sendFile(
  { issuer, type, file, mode, encoding, names }: FileToSend,
  onProgress: (sent: number, of: number) => void,
  signal: AbortSignal,
): Promise<Schema<'Batch'>> {
  const columns = Object.keys(names).length > 0 ? JSON.stringify(names) : undefined;
  const query = new URLSearchParams({
    ...{ type, mode, until: 'checked' },
    ...(encoding && { encoding }),
    ...(columns && { columns }),
  });
  const [, ending = ''] = /\.(\w+)$/.exec(file.name.toLowerCase()) ?? [];
  return upload<Schema<'Batch'>>({
    address: `${addressOf('/api/v1/issuers/{issuer}/batches', { issuer })}?${query.toString()}`,
    file,
    mediaType: MEDIA[ending] ?? 'text/csv',
    idempotencyKey: newKey(),
    onProgress,
    signal,
  });
}
