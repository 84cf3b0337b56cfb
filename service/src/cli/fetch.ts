import { extname } from 'node:path';
import { CallFailed } from './client.js';
import type { Client } from './client.js';
import { certificatePath } from './issuers.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

export interface FetchOptions {
  /** A file ending in .pdf, .png or .svg. */
  readonly out: string;
  /** Pixels, of a PNG. */
  readonly width: number;
  readonly issuer?: string;
}

/** Fetches a certificate's PDF, or its page as a picture. */
export async function fetchCertificate(
  client: Client,
  terminal: Terminal,
  identifier: string,
  { out, width, issuer }: FetchOptions,
): Promise<void> {
  const source = sourceOf(out, width);
  const path = await certificatePath(client, identifier, issuer);
  const answer = await client.open(`${path}/${source}`);
  await saveAnswer(answer, out);
  const pending = answer.headers.get('certbridge-receipt') === 'pending';
  terminal.write(
    `${identifier} is in ${out}.${pending ? ' Its receipt 存证凭据 is pending: fetch it again in a moment.' : ''}\n`,
  );
}

/** What to ask for, by the ending of the file that it goes into. */
export function sourceOf(out: string, width = 1240): string {
  const ending = extname(out).slice(1).toLowerCase();
  if (ending === 'pdf') return 'document';
  if (ending === 'svg') return 'picture?as=svg';
  if (ending === 'png') return `picture?as=png&width=${width}`;
  throw new CallFailed(
    'OUT_WRONG',
    `${out} should end in .pdf, .png or .svg: its ending says what to fetch.`,
  );
}
