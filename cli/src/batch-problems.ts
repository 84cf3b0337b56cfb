import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { rowProblem } from './answers.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { persistently } from './patience.js';
import type { Patience } from './patience.js';

type RowProblem = z.output<typeof rowProblem>;

type Told = [client: Client, base: string, id: string, patience: Patience];

/** What is wrong with which row, all of it. */
export const problemsOf = (...told: Told): Promise<RowProblem[]> => listed('problems', ...told);

/** What was brought into the written form in which row; nothing is wrong with it. */
export const notesOf = (...told: Told): Promise<RowProblem[]> => listed('notes', ...told);

/** A list that broke off is asked for again. */
function listed(what: 'problems' | 'notes', ...[client, base, id, patience]: Told): Promise<RowProblem[]> {
  return persistently(patience, async () => {
    const { body } = await client.open(`${base}/batches/${id}/${what}`);
    if (!body) return [];
    const text = Readable.fromWeb(body);
    const broken = new Promise<never>((_resolve, reject) => text.once('error', reject));
    broken.catch(() => undefined);
    try {
      return await Promise.race([readLines(text), broken]);
    } catch (cause) {
      throw new CallFailed(
        'ANSWER_CUT_OFF',
        { zh: '各行的情况没有传完。', en: 'The list of what was found in the rows was cut off.' },
        { exit: exitCodes.unavailable, transient: true, cause },
      );
    }
  });
}

async function readLines(text: Readable): Promise<RowProblem[]> {
  const problems: RowProblem[] = [];
  for await (const line of createInterface({ input: text })) {
    problems.push(rowProblem.parse(JSON.parse(line)));
  }
  return problems;
}

export function describeProblem({ line, column, shown, message, remedy }: RowProblem): string {
  const value = shown === '' ? '' : ` "${shown}"`;
  const [zh, en] = column === null ? ['', ''] : [`“${column}”`, `, ${column}`];
  return (
    `第 ${line} 行${zh}${message.zh}，${remedy.zh}\n` +
    `    row ${line}${en}:${value} ${message.en}; ${remedy.en}\n`
  );
}
