import { extname } from 'node:path';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
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

/** Fetches a certificate's PDF, or its page as a picture. Gives `waiting` where its receipt is not there yet. */
export async function fetchCertificate(
  client: Client,
  terminal: Terminal,
  identifier: string,
  { out, width, issuer }: FetchOptions,
): Promise<ExitCode> {
  const source = sourceOf(out, width);
  const path = await certificatePath(client, identifier, issuer);
  const answer = await client.open(`${path}/${source}`);
  await saveAnswer(answer, out);
  terminal.write(`${identifier} 已存入 ${out}。${identifier} is in ${out}.\n`);
  if (answer.headers.get('certbridge-receipt') !== 'pending') return exitCodes.done;
  terminal.write('尚无存证凭据：请稍后再取。Its receipt 存证凭据 is pending: fetch it again in a moment.\n');
  return exitCodes.waiting;
}

/** What to ask for, by the ending of the file that it goes into. */
export function sourceOf(out: string, width = 1240): string {
  const format = formatOf(out);
  if (format === 'pdf') return 'document';
  return format === 'svg' ? 'picture?as=svg' : `picture?as=png&width=${width}`;
}

const FORMATS = ['pdf', 'png', 'svg'] as const;

/** What a file is to hold, by its ending. @throws CallFailed `OUT_WRONG` */
export function formatOf(out: string): (typeof FORMATS)[number] {
  const ending = extname(out).slice(1).toLowerCase();
  const format = FORMATS.find((known) => known === ending);
  if (format) return format;
  throw new CallFailed(
    'OUT_WRONG',
    {
      zh: `${out} 应以 .pdf、.png 或 .svg 结尾：由此决定格式。`,
      en: `${out} should end in .pdf, .png or .svg: its ending says which it is to be.`,
    },
    { exit: exitCodes.usage },
  );
}
