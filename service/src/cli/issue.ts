import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { ReadableStream } from 'node:stream/web';
import { batch } from '../certificates/issuing/schemas.js';
import { fetchDocuments } from './batch-documents.js';
import { describeProblem, problemsOf } from './batch-problems.js';
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
import type { Terminal } from './terminal.js';

export interface IssueOptions {
  readonly type: string;
  readonly issuer?: string;
  readonly allOrNothing?: boolean;
  /** Folder for the PDFs. */
  readonly out?: string;
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
  const { out, patience = usualPatience } = options;
  const body = await blobOf(file);
  if (out !== undefined) await makeFolder(out);
  const issuer = await issuerFor(client, options.type, options.issuer);
  const base = `/api/v1/issuers/${issuer}`;
  const { answer: begun, repeated } = await upload(client, base, { file, body, patience }, options);
  const bar = progressBar(terminal);
  const ended = await follow(client, base, begun, { bar, patience });
  bar.finish();
  if (repeated) terminal.write(line(repetition(ended)));
  const problems = await problemsOf(client, base, ended.id, patience);
  for (const problem of problems) terminal.writeError(describeProblem(problem));
  const refused = new Set(problems.map(({ line: row }) => row)).size;
  terminal.write(line(summary(ended, refused)));
  const outcome = outcomeOf(ended, refused);
  if (out === undefined || ended.issued === 0) return outcome;
  return worse(outcome, await fetchDocuments({ client, terminal, bar, patience }, base, ended, out));
}

const line = (said: Sentence): string => `${bothLanguages(said)}\n`;

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
  });
  const media = extname(file).toLowerCase() === '.zip' ? 'application/zip' : 'text/csv';
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
  if (state === 'refused' || (state as string) === 'withdrawn') return exitCodes.refused;
  if (state !== 'issued') return exitCodes.waiting;
  if (refused > 0 || issued < rows) return exitCodes.refused;
  return anchored < issued ? exitCodes.waiting : exitCodes.done;
}
