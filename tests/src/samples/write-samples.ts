import { readFile, writeFile } from 'node:fs/promises';
import { writeWorkbook } from '@certbridge/service/platform/workbook';
import { badResidencePermits } from './bad-rows.js';
import { inPackage, inRepository } from '../packages.js';
import { seededRandom } from './random.js';
import type { Random } from './random.js';
import { sampleIssuers } from './issuers.js';
import { businessLicence, realEstate, residencePermit, socialSecurityCard } from './rows.js';
import type { SampleRow } from './rows.js';

/** Writes samples/: the same bytes at every run, so that a change of a sample shows in review. */
const files: readonly [slug: string, rows: number, make: (random: Random, index: number) => SampleRow][] = [
  ['residence-permit', 90, residencePermit],
  ['business-licence', 60, businessLicence],
  ['social-security-card', 100, socialSecurityCard],
  ['real-estate', 50, realEstate],
];

interface TypeFile {
  schema: { properties: Record<string, { 'x-title': { zh: string } } | undefined> };
}

async function titlesOf(slug: string): Promise<(key: string) => string> {
  const path = inPackage('service', 'certificate-types', slug, 'type.json');
  const { schema } = JSON.parse(await readFile(path, 'utf8')) as TypeFile;
  const validity: Record<string, string> = { validFrom: '有效期起始', validUntil: '有效期截止' };
  return (key) => {
    const title = schema.properties[key]?.['x-title'].zh ?? validity[key];
    if (title === undefined) throw new Error(`${slug} has no field ${key}`);
    return title;
  };
}

type Titles = (key: string) => string;

/** The header, then the rows. */
function table(rows: readonly SampleRow[], title: Titles): string[][] {
  const keys = Object.keys(rows[0] ?? {});
  return [keys.map(title), ...rows.map((row) => keys.map((key) => row[key] ?? ''))];
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const csv = (rows: readonly SampleRow[], title: Titles): string =>
  table(rows, title)
    .map((line) => line.map(cell).join(',') + '\n')
    .join('');

const permits = (seed: number, count: number): SampleRow[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => residencePermit(random, index));
};

for (const [position, [slug, count, make]] of files.entries()) {
  const random = seededRandom(20261124 + position);
  const rows = Array.from({ length: count }, (_, index) => make(random, index));
  await writeFile(inRepository('samples', `${slug}.csv`), csv(rows, await titlesOf(slug)));
}
await writeFile(
  inRepository('samples', 'bad-residence-permit.csv'),
  csv(badResidencePermits(permits(7, 20)), await titlesOf('residence-permit')),
);
const sheet = table(permits(8, 20), await titlesOf('residence-permit'));
const columns = Array.from(sheet[0] ?? [], () => ({ width: 20 }));
await writeFile(
  inRepository('samples', 'residence-permit.xlsx'),
  await writeWorkbook([{ name: '居住证', columns, rows: sheet }]),
);
await writeFile(inRepository('samples', 'issuers.json'), `${JSON.stringify(sampleIssuers, null, 2)}\n`);
