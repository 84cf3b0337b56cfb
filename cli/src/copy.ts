import { batch } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { sourceOf } from './fetch.js';
import { follow } from './follow.js';
import { certificatePath } from './issuers.js';
import type { Patience } from './patience.js';
import { progressBar } from './progress-bar.js';
import { saveAnswer } from './save-answer.js';
import { madeOrWaiting, sayMade } from './single.js';
import type { Terminal } from './terminal.js';

export interface CopyOptions {
  readonly purpose: string;
  readonly user: string;
  readonly validUntil: string;
  /** A file ending in .pdf, .png or .svg. */
  readonly out?: string;
  readonly issuer?: string;
  readonly idempotencyKey?: string;
  readonly patience: Patience;
}

/** Issues a purpose-limited copy 加注件 of a certificate, and fetches it once it is anchored. */
export async function copy(
  client: Client,
  terminal: Terminal,
  identifier: string,
  { purpose, user, validUntil, out, issuer, idempotencyKey, patience }: CopyOptions,
): Promise<ExitCode> {
  const source = out === undefined ? undefined : sourceOf(out);
  const original = await certificatePath(client, identifier, issuer);
  const content = json({ purpose, user, validUntil }, idempotencyKey);
  const submitted = await client.submit(`${original}/copies`, content, madeOrWaiting);
  const made = sayMade(terminal, submitted, 'the copy 加注件 is issued once that is approved.');
  if (typeof made === 'number') return made;
  const last = made.validUntil ?? validUntil;
  terminal.write(
    `${made.identifier} 是 ${identifier} 的加注件，有效期至 ${last}。` +
      `${made.identifier} copies ${identifier}, until ${last}.\n`,
  );
  if (out === undefined || source === undefined) return exitCodes.done;
  const base = `/api/v1/issuers/${made.issuer}`;
  const bar = progressBar(terminal);
  const begun = await client.get(`${base}/batches/${made.batch}`, batch);
  const { anchored, issued } = await follow(client, base, begun, { bar, patience });
  bar.finish();
  await saveAnswer(await client.open(`${base}/certificates/${made.certId}/${source}`), out);
  terminal.write(`已存入 ${out}。It is in ${out}.\n`);
  return anchored < issued ? exitCodes.waiting : exitCodes.done;
}
