import type { IntakeRow } from '../intake/index.js';
import type { Issuer } from '../issuers/index.js';
import { authorityFields, fieldProblem } from '../types/index.js';
import type { CertificateType } from '../types/index.js';
import { placeProblem } from './fit.js';

interface Place {
  readonly issuer: Issuer;
  readonly type: CertificateType;
  /** Headers of the file's columns by key; the type's titles unless given. */
  readonly headers?: ReadonlyMap<string, string>;
}

/**
 * The same rows; those that name another authority as their issuer (签发机关) than the issuer, or a name that it is
 * allowed, have a problem that says so: a department could print any authority's name.
 */
export function checkAuthority({ issuer, type, headers }: Place, rows: readonly IntakeRow[]): IntakeRow[] {
  const names = [issuer.name, ...issuer.authorities];
  const keys = authorityFields(type);
  return rows.map((row) => {
    const foreign = keys.filter((key) => key in row.fields && !names.includes(String(row.fields[key])));
    if (foreign.length === 0) return row;
    const problems = foreign.map((key) =>
      placeProblem(fieldProblem(key, 'AUTHORITY_FOREIGN', names.join('、')), type, row.fields, headers),
    );
    return { ...row, problems: [...row.problems, ...problems] };
  });
}
