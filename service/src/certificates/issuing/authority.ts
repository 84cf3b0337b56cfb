import type { IntakeRow } from '../intake/index.js';
import type { Issuer } from '../issuers/index.js';
import { authorityFields, fieldProblem } from '../types/index.js';
import type { CertificateType, FieldProblem, Fields } from '../types/index.js';
import type { Batch } from './batches.js';
import { placeProblem } from './fit.js';

type Named = Pick<Issuer, 'name' | 'authorities'>;

interface Place {
  readonly issuer: Named;
  readonly type: CertificateType;
  /** Headers of the file's columns by key; the type's titles unless given. */
  readonly headers?: ReadonlyMap<string, string>;
}

/** What an issuer's certificates may show as 签发机关: its own name first. */
export const authoritiesOf = ({ name, authorities }: Named): string[] => [name, ...authorities];

/** The fields that name another authority than the issuer, or one that it is allowed: a department could print any. */
export function foreignAuthorities({ issuer, type }: Place, fields: Fields): FieldProblem[] {
  const names = authoritiesOf(issuer);
  return authorityFields(type)
    .filter((key) => key in fields && !names.includes(String(fields[key])))
    .map((key) => fieldProblem(key, 'AUTHORITY_FOREIGN', names.join('、')));
}

/** The same rows; those that name a foreign authority have a problem that says so. */
export function checkAuthority(place: Place, rows: readonly IntakeRow[]): IntakeRow[] {
  const { type, headers } = place;
  return rows.map((row) => {
    const foreign = foreignAuthorities(place, row.fields);
    if (foreign.length === 0) return row;
    const problems = foreign.map((problem) => placeProblem(problem, type, row.fields, headers));
    return { ...row, problems: [...row.problems, ...problems] };
  });
}

/** The fields that name the issuer as it was called name it as it is called now. */
export function underPresentName({ issuer, type }: Place, fields: Fields, before: string): Fields {
  const stale = authorityFields(type).filter((key) => fields[key] === before);
  return { ...fields, ...Object.fromEntries(stale.map((key) => [key, issuer.name])) };
}

/** Whether a name that a batch's rows were checked against is none of the issuer's any more. */
export function isOutdated({ authorities }: Pick<Batch, 'authorities'>, issuer: Named): boolean {
  const names = authoritiesOf(issuer);
  return authorities.some((name) => !names.includes(name));
}
