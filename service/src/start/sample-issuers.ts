import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const schema = z.array(
  z.object({ code: z.string(), name: z.string(), mspId: z.string(), types: z.array(z.string()).min(1) }),
);
export type SampleIssuer = z.output<typeof schema>[number];

/** The repository's `samples/`: invented departments, and CSV files of invented people. */
export const samplesFolder = new URL('../../../samples/', import.meta.url);

export async function sampleIssuers(): Promise<SampleIssuer[]> {
  return schema.parse(JSON.parse(await readFile(new URL('issuers.json', samplesFolder), 'utf8')));
}
