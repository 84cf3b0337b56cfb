import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { z } from 'zod';
import { batch, certificates, rowProblem } from '../certificates/issuing/schemas.js';
import type { certificate } from '../certificates/issuing/schemas.js';
import { CallFailed } from './client.js';
import type { Client } from './client.js';
import { follow } from './follow.js';
import { issuerFor } from './issuers.js';
import { progressBar } from './progress-bar.js';
import type { ProgressBar } from './progress-bar.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

export interface IssueOptions {
  readonly type: string;
  readonly issuer?: string;
  readonly allOrNothing?: boolean;
  /** Folder for the PDFs. */
  readonly out?: string;
  readonly idempotencyKey?: string;
}

type Batch = z.output<typeof batch>;
type Certificate = z.output<typeof certificate>;
type RowProblem = z.output<typeof rowProblem>;

/** Uploads a file, follows the batch, reports every row that was refused, fetches the PDFs. Gives the exit code. */
export async function issue(
  client: Client,
  terminal: Terminal,
  file: string,
  options: IssueOptions,
): Promise<number> {
  const issuer = await issuerFor(client, options.type, options.issuer);
  const base = `/api/v1/issuers/${issuer}`;
  const begun = await upload(client, base, file, options);
  const bar = progressBar(terminal);
  const ended = await follow(client, base, begun, bar);
  bar.finish();
  const refused = new Set<number>();
  for await (const problem of problemsOf(client, base, ended.id)) {
    refused.add(problem.line);
    terminal.writeError(describeProblem(problem));
  }
  terminal.write(summary(ended, refused.size));
  if (options.out !== undefined && ended.issued > 0) {
    const issued = await certificatesOf(client, base, ended.id);
    await download(client, base, issued, options.out, bar);
    terminal.write(`${issued.length} PDFs in ${options.out}\n`);
  }
  return refused.size > 0 || ended.state === 'refused' ? 1 : 0;
}

async function upload(client: Client, base: string, file: string, options: IssueOptions): Promise<Batch> {
  const body = await readable(file);
  const query = new URLSearchParams({
    type: options.type,
    mode: options.allOrNothing === true ? 'all-or-nothing' : 'skip-bad',
  });
  const media = extname(file).toLowerCase() === '.zip' ? 'application/zip' : 'text/csv';
  // The same file for the same type is the same request: a repeated command issues nothing twice.
  const digest = createHash('sha256').update(base + query.toString());
  for await (const part of body.stream() as ReadableStream<Uint8Array>) digest.update(part);
  const idempotencyKey = options.idempotencyKey ?? `file-${digest.digest('hex').slice(0, 40)}`;
  return client.post(`${base}/batches?${query.toString()}`, { media, body, idempotencyKey }, batch);
}

async function readable(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch (cause) {
    throw new CallFailed(
      'FILE_UNREADABLE',
      `The file ${file} cannot be read: is it there, is it a file?`,
      cause,
    );
  }
}

async function* problemsOf(client: Client, base: string, id: string): AsyncGenerator<RowProblem> {
  const { body } = await client.open(`${base}/batches/${id}/problems`);
  if (!body) return;
  for await (const line of createInterface({ input: Readable.fromWeb(body) })) {
    yield rowProblem.parse(JSON.parse(line));
  }
}

async function certificatesOf(client: Client, base: string, id: string): Promise<Certificate[]> {
  const all: Certificate[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ batch: id, limit: '1000', ...(after && { after }) });
    const page: z.output<typeof certificates> = await client.get(
      `${base}/certificates?${query.toString()}`,
      certificates,
    );
    all.push(...page.certificates);
    after = page.next;
  }
  return all;
}

function describeProblem({ line, column, shown, message, remedy }: RowProblem): string {
  const value = shown === '' ? '' : ` "${shown}"`;
  return (
    `row ${line}${column === null ? '' : `, ${column}`}:${value} ${message.en}; ${remedy.en}\n` +
    `    第 ${line} 行${column === null ? '' : `“${column}”`}${message.zh}，${remedy.zh}\n`
  );
}

function summary(ended: Batch, refused: number): string {
  if (ended.state === 'submitted') {
    return `Batch ${ended.id} waits for approval 待审核: ${ended.rows - ended.bad} rows, ${refused} refused.\n`;
  }
  if (ended.state === 'refused') return `Nothing was issued: ${ended.refusal ?? 'rows are wrong'}.\n`;
  const waiting = ended.issued - ended.anchored;
  const anchoring =
    waiting > 0 ? `${ended.anchored} anchored, ${waiting} waiting for the ledger` : 'all anchored';
  return `Batch ${ended.id}: ${ended.issued} issued, ${refused} refused, ${anchoring}.\n`;
}

async function download(
  client: Client,
  base: string,
  issued: readonly Certificate[],
  out: string,
  bar: ProgressBar,
): Promise<void> {
  await mkdir(out, { recursive: true });
  const waiting = [...issued];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { certId, identifier } = next;
      const response = await client.open(`${base}/certificates/${certId}/document`);
      await saveAnswer(response, join(out, `${identifier}.pdf`));
      bar.show('fetched 下载', ++done, issued.length);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  bar.finish();
}
