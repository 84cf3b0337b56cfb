import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { ReadableStream } from 'node:stream/web';
import { batch } from './answers.js';
import { fetchDocuments } from './batch-documents.js';
import { describeProblem, notesOf, problemsOf } from './batch-problems.js';
import type { Client, Submitted } from './client.js';
import { exitCodes, worse } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed, bothLanguages } from './failure.js';
import type { Sentence } from './failure.js';
import { follow } from './follow.js';
import type { Batch } from './follow.js';
import { blobOf, makeFolder } from './input-file.js';
import { issuerFor } from './issuers.js';
import { Silence, usualPatience } from './patience.js';
import type { Patience } from './patience.js';
import { progressBar } from './progress-bar.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

export interface IssueOptions {
  readonly type: string;
  readonly issuer?: string;
  readonly allOrNothing?: boolean;
  /** Folder for the PDFs. */
  readonly out?: string;
  /** File for the refused rows. */
  readonly rejected?: string;
  /** `checked`: nothing is submitted, the rows are only checked. */
  readonly until?: 'checked' | 'submitted';
  /** Of a text whose bytes do not prove it. */
  readonly encoding?: 'utf-8' | 'gb18030';
  readonly idempotencyKey?: string;
  readonly patience?: Patience;
}

/**
 * Uploads a file, follows the batch, reports every row that was refused, fetches the PDFs. Called again with the
 * same file it goes on with the same batch: after an approval it fetches what was issued.
 */
export async function issue(
  client: Client,
  terminal: Terminal,
  file: string,
  options: IssueOptions,
): Promise<ExitCode> {
  const { out, rejected, patience = usualPatience } = options;
  if (rejected !== undefined) demandSameFormat(file, rejected);
  const body = await blobOf(file);
  if (out !== undefined) await makeFolder(out);
  const issuer = await issuerFor(client, options.type, options.issuer);
  const base = `/api/v1/issuers/${issuer}`;
  const { answer: begun, repeated } = await upload(client, base, { file, body, patience }, options);
  const bar = progressBar(terminal);
  const ended = await follow(client, base, begun, { bar, patience });
  bar.finish();
  if (repeated) terminal.write(line(repetition(ended)));
  if (ended.ignored.length > 0) terminal.write(line(unread(ended.ignored)));
  for (const note of await notesOf(client, base, ended.id, patience)) terminal.write(describeProblem(note));
  const problems = await problemsOf(client, base, ended.id, patience);
  for (const problem of problems) terminal.writeError(describeProblem(problem));
  const refused = new Set(problems.map(({ line: row }) => row)).size;
  terminal.write(line(summary(ended, refused)));
  let outcome = outcomeOf(ended, refused);
  if (out !== undefined && ended.issued > 0) {
    outcome = worse(outcome, await fetchDocuments({ client, terminal, bar, patience }, base, ended, out));
  }
  if (rejected !== undefined && refused > 0) {
    await saveAnswer(await client.open(`${base}/batches/${ended.id}/rejected`), rejected);
    terminal.write(line(toBeMended(rejected, refused)));
  }
  return outcome;
}

const line = (said: Sentence): string => `${bothLanguages(said)}\n`;

const MEDIA: Readonly<Record<string, string>> = {
  '.zip': 'application/zip',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** They come back in the format that was sent. @throws CallFailed `REJECTED_WRONG` */
function demandSameFormat(file: string, rejected: string): void {
  const [sent, wanted] = [file, rejected].map((name) => MEDIA[extname(name).toLowerCase()]);
  if (sent === wanted) return;
  throw new CallFailed(
    'REJECTED_WRONG',
    {
      zh: `--rejected ${rejected} 的扩展名应与 ${file} 相同：有误的行按原格式退回。`,
      en: `--rejected ${rejected} should end like ${file}: the refused rows come back in the format sent.`,
    },
    { exit: exitCodes.usage },
  );
}

interface Sent {
  readonly file: string;
  readonly body: Blob;
  readonly patience: Patience;
}

async function upload(
  client: Client,
  base: string,
  { file, body, patience }: Sent,
  options: IssueOptions,
): Promise<Submitted<Batch>> {
  const query = new URLSearchParams({
    type: options.type,
    mode: options.allOrNothing === true ? 'all-or-nothing' : 'skip-bad',
    ...(options.until === 'checked' && { until: 'checked' }),
    ...(options.encoding !== undefined && { encoding: options.encoding }),
  });
  const media = MEDIA[extname(file).toLowerCase()] ?? 'text/csv';
  const idempotencyKey = options.idempotencyKey ?? (await keyOf(base + query.toString(), body));
  const silence = new Silence(patience);
  for (let isFirst = true; ; isFirst = false) {
    try {
      const path = `${base}/batches?${query.toString()}`;
      const submitted = await client.submit(path, { media, body, idempotencyKey }, batch);
      // What only the answer to our own first attempt was lost of is new to whoever called.
      return { ...submitted, repeated: submitted.repeated && isFirst };
    } catch (failure) {
      // Under its key it may be sent again, whatever became of it.
      await silence.bear(failure);
    }
  }
}

/** The same file for the same type is the same request: a repeated command issues nothing twice. */
async function keyOf(request: string, body: Blob): Promise<string> {
  const digest = createHash('sha256').update(request);
  try {
    for await (const part of body.stream() as ReadableStream<Uint8Array>) digest.update(part);
  } catch (cause) {
    throw new CallFailed(
      'FILE_UNREADABLE',
      { zh: '文件在读取时被改动。', en: 'The file was changed while it was read.' },
      { exit: exitCodes.noInput, cause },
    );
  }
  return `file-${digest.digest('hex').slice(0, 40)}`;
}

/** What the same command found that an earlier one had done. */
function repetition({ state, submittedBy, createdAt, finishedAt }: Batch): Sentence {
  const by = `${createdAt}, ${submittedBy}`;
  if (state === 'issued' && finishedAt !== null) {
    return {
      zh: `没有新签发：此文件已于 ${finishedAt} 签发（提交：${by}）。`,
      en: `Nothing new: issued on ${finishedAt} (submitted: ${by}).`,
    };
  }
  return { zh: `此文件已经提交过（${by}）。`, en: `This file had been submitted before (${by}).` };
}

const unread = (ignored: readonly string[]): Sentence => ({
  zh: `未读取的列：${ignored.map((title) => `“${title}”`).join('、')}。`,
  en: `Columns that were not read: ${ignored.map((title) => `“${title}”`).join(', ')}.`,
});

const toBeMended = (file: string, rows: number): Sentence => ({
  zh: `${file}：${rows} 行待修改，改好后可原样提交。`,
  en: `${file}: ${rows} rows to be mended; send it again as it is.`,
});

function summary(ended: Batch, refused: number): Sentence {
  const { id, state, rows, issued, anchored } = ended;
  const good = rows - ended.bad;
  switch (state) {
    case 'issued': {
      const waiting = issued - anchored;
      return {
        zh:
          `批次 ${id}：已签发 ${issued}，未签发 ${refused}，` +
          (waiting > 0 ? `已上链 ${anchored}，待上链 ${waiting}。` : '全部已上链。'),
        en:
          `Batch ${id}: ${issued} issued, ${refused} refused, ` +
          (waiting > 0 ? `${anchored} anchored, ${waiting} waiting for the ledger.` : 'all anchored.'),
      };
    }
    case 'checked':
      return {
        zh: `批次 ${id} 已检查，未提交：${good} 行可签发，有误 ${refused} 行。不带 --until checked 再次运行即签发。`,
        en:
          `Batch ${id} is checked, not submitted: ${good} rows can be issued, ${refused} are refused. ` +
          'Run the command without --until checked to issue them.',
      };
    case 'refused':
      return {
        zh: `没有签发任何证照：${ended.refusal === 'REJECTED' ? '审核未通过。' : '有错误的行。'}`,
        en: `Nothing was issued: ${ended.refusal ?? 'rows are wrong'}. (${id})`,
      };
    case 'submitted':
      return {
        zh: `批次 ${id} 待审核：${good} 行，有误 ${refused} 行。批准后再次运行同一命令即可取得证照。`,
        en:
          `Batch ${id} waits for approval 待审核: ${good} rows, ${refused} refused. ` +
          'Run the same command once it is approved to get the certificates.',
      };
    default:
      return {
        zh: `批次 ${id} 处于 ${state}：${good} 行，有误 ${refused} 行。`,
        en: `Batch ${id} is ${state}: ${good} rows, ${refused} refused.`,
      };
  }
}

/** By the batch's final state and its rows, not by what was seen on the way. */
function outcomeOf({ state, rows, issued, anchored }: Batch, refused: number): ExitCode {
  if (state === 'refused' || state === 'withdrawn') return exitCodes.refused;
  if (state === 'checked') return refused > 0 ? exitCodes.refused : exitCodes.done;
  if (state !== 'issued') return exitCodes.waiting;
  if (refused > 0 || issued < rows) return exitCodes.refused;
  return anchored < issued ? exitCodes.waiting : exitCodes.done;
}
