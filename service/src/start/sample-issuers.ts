import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const schema = z.array(
  z.object({ code: z.string(), name: z.string(), mspId: z.string(), types: z.array(z.string()).min(1) }),
);
export type SampleIssuer = z.output<typeof schema>[number];

/** Invented departments. */
export async function sampleIssuers(): Promise<SampleIssuer[]> {
  const file = new URL('../../../samples/issuers.json', import.meta.url);
  return schema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/**
 * A CSV of a few invented holders, for the first start. Others than those of `samples/`: whoever tries these
 * should not be refused because those certificates were issued already.
 */
export async function firstCertificates(slug: string): Promise<Buffer | undefined> {
  const file = new URL(`../../first-certificates/${slug}.csv`, import.meta.url);
  return readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}
