import type { Queryable } from '../../platform/database/index.js';
import type { ZipFile } from '../../platform/zip/index.js';
import type { ExportedData, ExportedFile, HolderData, HolderRow } from './holder-data.js';
import type { Protection } from './protection.js';

export interface ExportParts {
  readonly database: Queryable;
  readonly protection: Protection;
  /** All that there are. */
  readonly kinds: readonly HolderData[];
  /** Halls', which keep people by case, not by department; all halls' of this service unless one is given. */
  readonly exportCases: (of: { readonly lookup: Buffer; readonly hall?: string }) => Promise<ExportedData>;
}

/** docs/operations/personal-data.md */
const FORMAT = 'certbridge/personal-data/1';
const INDEX = 'personal-data.json';
/** Of the archive: it names nobody, since names of files get around. */
export const exportName = 'personal-data.zip';

/**
 * The files of an export: `personal-data.json` with everything that is no file, then the files that it names.
 * @param lookup keyed hash of the holder's number
 * @param issuer one organisation's; all departments' and halls' of this service unless given
 */
export async function* exportHolder(
  { database, protection, kinds, exportCases }: ExportParts,
  { lookup, issuer }: { readonly lookup: Buffer; readonly issuer?: string },
): AsyncGenerator<ZipFile, void> {
  const { rows } = await database.query<ExportRow>(
    `SELECT h.id AS holder, h.issuer, i.name AS issuer_name, h.wrapped_key, h.created_at FROM holders h
     JOIN issuers i ON i.code = h.issuer WHERE h.lookup = $1 AND ($2::text IS NULL OR h.issuer = $2)
     ORDER BY h.created_at, h.issuer`,
    [lookup, issuer],
  );
  const departments: unknown[] = [];
  const files: ExportedFile[] = [];
  for (const row of rows) {
    const of: HolderRow = { issuer: row.issuer, holder: row.holder, lookup };
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const held: Record<string, unknown> = {};
    for (const one of kinds) {
      const { records, files: more = [] } = await one.export(database, of, key);
      held[one.kind] = records;
      files.push(...more);
    }
    const since = row.created_at.toISOString();
    departments.push({ issuer: row.issuer, issuerName: row.issuer_name, since, ...held });
  }
  const cases = await exportCases({ lookup, ...(issuer === undefined ? {} : { hall: issuer }) });
  files.push(...(cases.files ?? []));
  const index = { format: FORMAT, madeAt: new Date().toISOString(), departments, cases: cases.records };
  yield { name: INDEX, bytes: Buffer.from(`${JSON.stringify(index, null, 2)}\n`), deflated: true };
  for (const file of files) yield { name: file.name, bytes: await file.bytes() };
}

interface ExportRow extends Record<string, unknown> {
  readonly holder: string;
  readonly issuer: string;
  readonly issuer_name: string;
  readonly wrapped_key: Buffer;
  readonly created_at: Date;
}
