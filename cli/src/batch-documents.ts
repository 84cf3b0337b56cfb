import { join } from 'node:path';
import type { z } from 'zod';
import { listCertificatesAnswer } from './answers.js';
import type { certificate } from './answers.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Batch } from './follow.js';
import { persistently } from './patience.js';
import type { Patience } from './patience.js';
import type { ProgressBar } from './progress-bar.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

type Certificate = z.output<typeof certificate>;

interface Fetching {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly bar: ProgressBar;
  readonly patience: Patience;
}

/** Puts a batch's PDFs into a folder. Gives `waiting` where one has no receipt yet. */
export async function fetchDocuments(
  fetching: Fetching,
  base: string,
  { id }: Batch,
  out: string,
): Promise<ExitCode> {
  const { client, terminal, bar, patience } = fetching;
  const issued = await certificatesOf(client, base, id, patience);
  const waiting = [...issued];
  let done = 0;
  let pending = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { certId, identifier } = next;
      const hasReceipt = await persistently(patience, async () => {
        const response = await client.open(`${base}/certificates/${certId}/document`);
        await saveAnswer(response, join(out, `${identifier}.pdf`));
        return response.headers.get('certbridge-receipt') !== 'pending';
      });
      if (!hasReceipt) pending += 1;
      bar.show('下载 fetched', ++done, issued.length);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  bar.finish();
  terminal.write(`${out}：${done} 份 PDF。${done} PDFs in ${out}\n`);
  if (pending === 0) return exitCodes.done;
  terminal.write(
    `其中 ${pending} 份尚无存证凭据：稍后再次运行同一命令。` +
      `${pending} of them have no receipt yet: run the same command again later.\n`,
  );
  return exitCodes.waiting;
}

async function certificatesOf(
  client: Client,
  base: string,
  id: string,
  patience: Patience,
): Promise<Certificate[]> {
  const all: Certificate[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ batch: id, limit: '1000', ...(after && { after }) });
    const page: z.output<typeof listCertificatesAnswer> = await persistently(patience, () =>
      client.get(`${base}/certificates?${query.toString()}`, listCertificatesAnswer),
    );
    all.push(...page.certificates);
    after = page.next;
  }
  return all;
}
