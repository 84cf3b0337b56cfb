import type { z } from 'zod';
import { approveTypeAnswer, listColumnsAnswer, listTypesAnswer } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { refuseExisting } from './input-file.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

/** Every certificate type, a line each. */
export async function listTypes(client: Client, terminal: Terminal): Promise<void> {
  const { types } = await client.get('/api/v1/types', listTypesAnswer);
  for (const { code, slug, name, nameEn } of types) {
    terminal.write(`${code}  ${slug.padEnd(22)} ${name}  ${nameEn}\n`);
  }
}

type ColumnsAnswer = z.output<typeof listColumnsAnswer>;
export type Columns = ColumnsAnswer['columns'];

const typeColumns = (client: Client, type: string): Promise<ColumnsAnswer> =>
  client.get(`/api/v1/types/${encodeURIComponent(type)}/columns`, listColumnsAnswer);

export const columnsOf = async (client: Client, type: string): Promise<Columns> =>
  (await typeColumns(client, type)).columns;

/** The columns of a type's table: titles, rules, examples. */
export async function listColumns(client: Client, terminal: Terminal, type: string): Promise<void> {
  const { type: code, name, columns } = await typeColumns(client, type);
  terminal.write(`${code}  ${name}\n`);
  for (const { key, title, required, rule, example } of columns) {
    const needed = required ? '  *必填 needed' : '';
    terminal.write(`\n${title.zh}  ${title.en}  (${key})${needed}\n  ${rule.zh}\n  ${rule.en}\n`);
    if (example !== '') terminal.write(`  例 example: ${example}\n`);
  }
}

/** Fetches a workbook to fill in. A file that is there stays: it may be one that somebody has filled in. */
export async function fetchTemplate(
  client: Client,
  terminal: Terminal,
  type: string,
  out = `${type}.xlsx`,
): Promise<void> {
  await refuseExisting(out);
  const answer = await client.open(`/api/v1/types/${encodeURIComponent(type)}/template`);
  await saveAnswer(answer, out);
  terminal.write(
    `${out}：请用电子表格填写，再用 “certbridge issue ${out} --type ${type}” 签发。\n` +
      `${out}: fill it in, then "certbridge issue ${out} --type ${type}".\n`,
  );
}

/** Proposes a type to the network, or approves it for this province. */
export async function approveType(client: Client, terminal: Terminal, code: string): Promise<void> {
  const path = `/api/v1/types/${encodeURIComponent(code)}/approval`;
  const { approved } = await client.post(path, json({}), approveTypeAnswer);
  terminal.write(
    approved
      ? `${code} 已获批准，可以签发。${code} is approved: it may be issued.\n`
      : `${code} 待其他省批准。${code} waits for other provinces' approval.\n`,
  );
}
