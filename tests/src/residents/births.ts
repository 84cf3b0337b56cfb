import { readFile } from 'node:fs/promises';

/** The department that issues the samples' birth certificates. */
export const BIRTHS = '11340199000010049T';

/** What the API takes for the sample's birth certificate, but for these fields. */
export async function birthApplication(
  change: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const file = new URL('../../../service/certificate-types/birth-certificate/sample.json', import.meta.url);
  const { fields } = JSON.parse(await readFile(file, 'utf8')) as { fields: Record<string, unknown> };
  return {
    type: 'birth-certificate',
    fields: { ...fields, ...change },
    validFrom: '2026-01-01',
    validUntil: '长期',
  };
}
