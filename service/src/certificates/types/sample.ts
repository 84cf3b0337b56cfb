import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { unlessMissing } from '../../platform/files/index.js';

const day = z.iso.date();

/** What a preview of a type shows where nothing else is given: an invented certificate. */
const sample = z.strictObject({
  issuer: z.strictObject({ code: z.string().regex(/^[0-9A-Z]{18}$/), name: z.string().min(1) }),
  issuedOn: day,
  validFrom: day,
  /** Null: 长期. */
  validUntil: day.nullable(),
  fields: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Sample = z.infer<typeof sample>;

/** Reads a sample; undefined where the type has none. */
export async function readSample(file: string): Promise<Sample | undefined> {
  const text = await readFile(file, 'utf8').catch(unlessMissing);
  return text === undefined ? undefined : sample.parse(JSON.parse(text));
}
