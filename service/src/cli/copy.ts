import { z } from 'zod';
import { batch, certificate } from '../certificates/issuing/schemas.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { sourceOf } from './fetch.js';
import { follow } from './follow.js';
import { certificatePath } from './issuers.js';
import { progressBar } from './progress-bar.js';
import { saveAnswer } from './save-answer.js';
import type { Terminal } from './terminal.js';

export interface CopyOptions {
  readonly purpose: string;
  readonly user: string;
  readonly validUntil: string;
  /** A file ending in .pdf, .png or .svg. */
  readonly out?: string;
  readonly issuer?: string;
}

/** Issues a purpose-limited copy 加注件 of a certificate, and fetches it once it is anchored. */
export async function copy(
  client: Client,
  terminal: Terminal,
  identifier: string,
  { purpose, user, validUntil, out, issuer }: CopyOptions,
): Promise<void> {
  const source = out === undefined ? undefined : sourceOf(out);
  const original = await certificatePath(client, identifier, issuer);
  const content = json({ purpose, user, validUntil });
  const made = await client.post(`${original}/copies`, content, z.union([certificate, batch]));
  if (!('identifier' in made)) {
    terminal.write(`Batch ${made.id} is ${made.state}: the copy 加注件 is issued once that is approved.\n`);
    return;
  }
  terminal.write(`${made.identifier} copies ${identifier}, until ${made.validUntil ?? validUntil}.\n`);
  if (out === undefined || source === undefined) return;
  const base = `/api/v1/issuers/${made.issuer}`;
  const bar = progressBar(terminal);
  await follow(client, base, await client.get(`${base}/batches/${made.batch}`, batch), bar);
  bar.finish();
  await saveAnswer(await client.open(`${base}/certificates/${made.certId}/${source}`), out);
  terminal.write(`It is in ${out}.\n`);
}
