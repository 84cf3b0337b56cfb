import { fields } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { formatOf } from './fetch.js';
import { bytesOf } from './input-file.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

export interface PreviewOptions {
  /** A layout file to try instead of the type's. */
  readonly layout?: string;
  /** A JSON file of values in the place of the sample's. */
  readonly values?: string;
  /** A file ending in .pdf, .png or .svg. */
  readonly out: string;
  /** Pixels, of a PNG. */
  readonly width: number;
}

/** Has a sample of a type drawn, with its own layout or one that is worked on here. */
export async function previewType(
  client: Client,
  terminal: Terminal,
  type: string,
  { out, width, ...given }: PreviewOptions,
): Promise<void> {
  const query = new URLSearchParams({ as: formatOf(out), width: String(width) });
  const values = given.values === undefined ? undefined : valuesIn(given.values, await textOf(given.values));
  const layout = given.layout === undefined ? undefined : await textOf(given.layout);
  const content = json({ fields: values, layout });
  await saveAnswer(
    await client.send(`/api/v1/types/${encodeURIComponent(type)}/preview?${query.toString()}`, content),
    out,
  );
  terminal.write(`${out} 是 ${type} 的样张。${out} shows a sample 样张 of ${type}.\n`);
}

function valuesIn(file: string, text: string): unknown {
  try {
    return fields.parse(JSON.parse(text));
  } catch (cause) {
    throw new CallFailed(
      'VALUES_WRONG',
      {
        zh: `${file} 不是字段名和值的 JSON 对象。`,
        en: `${file} is not a JSON object of field keys and values.`,
      },
      { exit: exitCodes.noInput, cause },
    );
  }
}

const textOf = async (file: string): Promise<string> => (await bytesOf(file)).toString('utf8');
