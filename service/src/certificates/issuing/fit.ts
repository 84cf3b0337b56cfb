import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { DocumentRenderer } from '../documents/index.js';
import { maskValue } from '../intake/index.js';
import type { IntakeRow, RowProblem } from '../intake/index.js';
import type { Issuer } from '../issuers/index.js';
import { fieldProblem } from '../types/index.js';
import type { CertificateType, FieldProblem, Fields } from '../types/index.js';

interface Page {
  readonly renderer: DocumentRenderer;
  readonly issuer: Issuer;
  readonly type: CertificateType;
  /** Headers of the file's columns by key; the type's titles unless given. */
  readonly headers?: ReadonlyMap<string, string>;
}

/** The same rows; those with a value that its place on the page cannot hold have a problem that names it. */
export async function measureRows(page: Page, rows: readonly IntakeRow[]): Promise<IntakeRow[]> {
  const { renderer, issuer, type, headers } = page;
  const { code, version, slug, name } = type;
  const good = rows.filter(({ problems }) => problems.length === 0);
  const overfull = await renderer.overfull(
    good.map(({ fields, validFrom, validUntil }) => ({
      type: { code, version, slug, name },
      layoutVersion: type.layout,
      fields,
      issuer: { code: issuer.code, name: issuer.name },
      issuedOn: dateAt(Date.now()),
      validFrom,
      validUntil,
    })),
  );
  const byLine = new Map(good.map(({ line }, n) => [line, overfull[n] ?? []]));
  return rows.map((row) => {
    const keys = byLine.get(row.line) ?? [];
    if (keys.length === 0) return row;
    const problems = keys.map((key) => placeProblem(fieldProblem(key, 'NO_ROOM'), type, row.fields, headers));
    return { ...row, problems };
  });
}

/** A field's problem with its column's title and its value, masked. */
export function placeProblem(
  problem: FieldProblem,
  type: CertificateType,
  fields: Fields,
  headers?: ReadonlyMap<string, string>,
): RowProblem {
  const key = problem.field ?? '';
  const field = type.schema.properties[key];
  const column = headers?.get(key) ?? field?.['x-title'].zh ?? key;
  return { ...problem, column, shown: maskValue(String(fields[key] ?? ''), field) };
}
