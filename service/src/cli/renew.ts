import { z } from 'zod';
import { batch, certificate } from '../certificates/issuing/schemas.js';
import { fields } from '../certificates/types/schemas.js';
import { CallFailed, json } from './client.js';
import type { Client } from './client.js';
import { bytesOf } from './input-file.js';
import { certificatePath } from './issuers.js';
import type { Terminal } from './terminal.js';

export interface RenewOptions {
  readonly validFrom: string;
  readonly validUntil?: string;
  /** A JSON file of the fields that change: values in an argument would stay in the shell's history. */
  readonly changes?: string;
  readonly photo?: string;
  readonly issuer?: string;
}

/** Issues the next version of a certificate: its fields as they are, but for those that change. */
export async function renew(
  client: Client,
  terminal: Terminal,
  identifier: string,
  options: RenewOptions,
): Promise<void> {
  const path = await certificatePath(client, identifier, options.issuer);
  const changed = options.changes === undefined ? {} : await changesIn(options.changes);
  const photo = options.photo === undefined ? undefined : (await bytesOf(options.photo)).toString('base64');
  const { fields: before } = await client.get(`${path}/fields`, z.object({ fields }));
  const content = json({
    fields: { ...before, ...changed },
    validFrom: options.validFrom,
    validUntil: options.validUntil ?? '',
    ...(photo !== undefined && { photo }),
  });
  const made = await client.post(`${path}/renewal`, content, z.union([certificate, batch]));
  terminal.write(
    'identifier' in made
      ? `${made.identifier} takes the place of ${identifier}.\n`
      : `Batch ${made.id} is ${made.state}: ${identifier} stays valid until the new version is issued.\n`,
  );
}

async function changesIn(file: string): Promise<z.output<typeof fields>> {
  const text = (await bytesOf(file)).toString('utf8');
  try {
    return fields.parse(JSON.parse(text));
  } catch (cause) {
    throw new CallFailed(
      'CHANGES_WRONG',
      `${file} is not a JSON object of field keys and values, like {"residence": "…"}.`,
      cause,
    );
  }
}
