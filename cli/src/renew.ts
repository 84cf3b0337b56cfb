import type { z } from 'zod';
import { certificate, fields, getFieldsAnswer } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { bytesOf } from './input-file.js';
import { certificatePath } from './issuers.js';
import { madeOrWaiting, sayMade } from './single.js';
import type { Terminal } from './terminal.js';
import { columnsOf } from './types.js';
import type { Columns } from './types.js';

export interface RenewOptions {
  readonly validFrom: string;
  readonly validUntil?: string;
  /** A JSON file of the fields that change: values in an argument would stay in the shell's history. */
  readonly changes?: string;
  readonly photo?: string;
  readonly issuer?: string;
  readonly idempotencyKey?: string;
}

/** Issues the next version of a certificate: its fields as they are, but for those that change. */
export async function renew(
  client: Client,
  terminal: Terminal,
  identifier: string,
  options: RenewOptions,
): Promise<ExitCode> {
  const path = await certificatePath(client, identifier, options.issuer);
  const given = options.changes === undefined ? {} : await changesIn(options.changes);
  const photo = options.photo === undefined ? undefined : (await bytesOf(options.photo)).toString('base64');
  const { fields: before } = await client.get(`${path}/fields`, getFieldsAnswer);
  const changed = byKey(given, await columnsOf(client, (await client.get(path, certificate)).type));
  const content = json(
    {
      fields: { ...before, ...changed },
      validFrom: options.validFrom,
      validUntil: options.validUntil ?? '',
      ...(photo !== undefined && { photo }),
    },
    options.idempotencyKey,
  );
  const submitted = await client.submit(`${path}/renewal`, content, madeOrWaiting);
  const made = sayMade(terminal, submitted, `${identifier} stays valid until the new version is issued.`);
  if (typeof made === 'number') return made;
  const { pending } = await client.get(path, certificate);
  const [zh, en] = pending ? [`自 ${pending.from} 起`, ` from ${pending.from} on`] : ['', ''];
  terminal.write(
    `${made.identifier} ${zh}取代 ${identifier}。${made.identifier} takes the place of ${identifier}${en}.\n`,
  );
  return exitCodes.done;
}

/** Fields may be named by their titles in either language, as in a table. */
function byKey(given: z.output<typeof fields>, columns: Columns): z.output<typeof fields> {
  const keys = new Map(columns.flatMap(({ key, title }) => [title.zh, title.en].map((name) => [name, key])));
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [keys.get(name) ?? name, value]));
}

async function changesIn(file: string): Promise<z.output<typeof fields>> {
  const text = (await bytesOf(file)).toString('utf8');
  try {
    return fields.parse(JSON.parse(text));
  } catch (cause) {
    throw new CallFailed(
      'CHANGES_WRONG',
      {
        zh: `${file} 不是字段名和值的 JSON 对象，例如 {"住址": "…"}。`,
        en: `${file} is not a JSON object of field keys and values, like {"residence": "…"}.`,
      },
      { exit: exitCodes.noInput, cause },
    );
  }
}
