import { addressOf, api, ask, throughCuts, upload } from '../../../kit';
import type { Schema } from '../../../kit';
import type { ColumnNames } from './column-names';
import { forget } from './unfinished';

export interface UploadPlace {
  readonly issuer: string;
  /** Of the upload. */
  readonly id: string;
  readonly signal: AbortSignal;
}

export interface HowToCheck {
  readonly type: string;
  readonly mode: Schema<'Batch'>['mode'];
  readonly encoding?: 'utf-8' | 'gb18030';
  /** What the file calls its columns. */
  readonly columnNames: ColumnNames;
}

/** Sends what has not arrived of a table. @throws Refusal */
export function sendFile({
  issuer,
  id,
  ...sending
}: UploadPlace & {
  readonly file: File;
  readonly onProgress: (sent: number) => void;
}): Promise<void> {
  const address = addressOf('/api/v1/issuers/{issuer}/uploads/{upload}', { issuer, upload: id });
  return upload({ address, ...sending });
}

/** Has a table checked that arrived; nothing is issued before it is submitted. Asked again, it is the same batch. @throws Refusal */
export async function checkFile(
  { issuer, id, signal }: UploadPlace,
  how: HowToCheck,
): Promise<Schema<'Batch'>> {
  const made = await throughCuts(signal, () =>
    ask(
      api.POST('/api/v1/issuers/{issuer}/uploads/{upload}/batch', {
        params: { path: { issuer, upload: id } },
        body: { ...how, until: 'checked' },
        signal,
      }),
    ),
  );
  forget(id);
  return made;
}
