import type { RefusedCharacter, WrittenFormChange } from '@certbridge/verifier-sdk/formats';
import { authorityFields, fieldProblem, hasRefusedCharacters, isDay } from '../types/index.js';
import type { CertificateType, CertificateTypes, FieldProblem, Fields } from '../types/index.js';
import { keyNamed } from './columns.js';
import { isUnlimited, normalDay, normalValue } from './values.js';

export interface RowCheckOptions {
  readonly type: CertificateType;
  readonly types: CertificateTypes;
  /** Characters that no font of the renderer can draw. */
  readonly missingCharacters: (text: string) => readonly string[];
  /** Fills in 签发机关 where it is left empty: the issuer's name. */
  readonly authority: string;
}

export interface Checked {
  readonly fields: Fields;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly problems: FieldProblem[];
  /** What was brought into the written form, for the department to see before it issues. */
  readonly notes: readonly FieldProblem[];
}

/** Cells (or JSON members) by key or title, as given: brings them into form and checks everything that needs no other row. */
export function checkApplication(
  given: Readonly<Record<string, string | number>>,
  validity: { readonly from: string; readonly until: string },
  { type, types, missingCharacters, authority }: RowCheckOptions,
): Checked {
  const fields: Record<string, string | number> = {};
  const refused: FieldProblem[] = [];
  const notes: FieldProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const key = keyNamed(type, name) ?? name;
    const field = type.schema.properties[key];
    if (value === '') continue;
    if (key in fields) refused.push(fieldProblem(key, 'FIELD_TWICE'));
    if (!field || typeof value === 'number') {
      // A number where text is meant stays one, and is refused: as text it would be rounded.
      fields[key] = value;
      continue;
    }
    const normal = normalValue(value, field);
    fields[key] = normal.value;
    if (normal.refusals.length > 0)
      refused.push(fieldProblem(key, 'CHARACTER_REFUSED', pointsOf(normal.refusals)));
    if (normal.changes.length > 0) notes.push(fieldProblem(key, 'NORMALISED', shown(normal.changes)));
  }
  for (const key of authorityFields(type)) fields[key] ??= authority;
  const { validFrom, validUntil, problems } = checkValidity(validity);
  problems.push(...refused);
  const known = new Set(refused.map(({ field }) => field));
  problems.push(...types.check(type, fields).filter(({ field }) => !known.has(field)));
  const named = new Set(problems.map(({ field }) => field));
  for (const [key, value] of Object.entries(fields)) {
    if (named.has(key) || type.schema.properties[key]?.['x-photo'] === true) continue;
    problems.push(...checkGlyphs(key, String(value), missingCharacters));
  }
  return { fields, validFrom, validUntil, problems, notes };
}

type MissingCharacters = RowCheckOptions['missingCharacters'];

/** A line of text for the page that is not a field of a type: its first problem, if it has any. */
export function checkPhrase(
  field: string,
  text: string,
  max: number,
  missingCharacters: MissingCharacters,
): FieldProblem[] {
  if (text === '') return [fieldProblem(field, 'REQUIRED')];
  if (Array.from(text).length > max) return [fieldProblem(field, 'TOO_LONG', String(max))];
  if (hasRefusedCharacters(text)) return [fieldProblem(field, 'CHARACTER_REFUSED')];
  return checkGlyphs(field, text, missingCharacters);
}

/** Characters alone identify nobody, and the font's keeper needs them. */
function checkGlyphs(field: string, text: string, missingCharacters: MissingCharacters): FieldProblem[] {
  const missing = missingCharacters(text);
  return missing.length > 0 ? [fieldProblem(field, 'NO_GLYPH', codePoints(missing))] : [];
}

function checkValidity({ from, until }: { from: string; until: string }): Omit<Checked, 'fields' | 'notes'> {
  const validFrom = normalDay(from);
  const validUntil = isUnlimited(until) ? null : normalDay(until);
  const problems: FieldProblem[] = [];
  if (validFrom === '') problems.push(fieldProblem('validFrom', 'REQUIRED'));
  else if (!isDay(validFrom)) problems.push(fieldProblem('validFrom', 'DATE_WRONG'));
  if (validUntil !== null) {
    if (!isDay(validUntil)) problems.push(fieldProblem('validUntil', 'DATE_WRONG'));
    else if (problems.length === 0 && validUntil < validFrom) {
      problems.push(fieldProblem('validUntil', 'VALIDITY_ORDER'));
    }
  }
  return { validFrom, validUntil, problems };
}

/** Those that spreadsheets let people type, and show as something else than a character. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  'U+0009': '制表符 tab',
  'U+000A': '换行 line break',
  'U+000D': '换行 line break',
};

const pointsOf = (refusals: readonly RefusedCharacter[]): string =>
  [...new Set(refusals.map(({ character }) => character))]
    .slice(0, 5)
    .map((point) => (point in KNOWN_AS ? `${point}（${KNOWN_AS[point]}）` : point))
    .join('、');

/** Single characters, which identify nobody. */
const shown = (changes: readonly WrittenFormChange[]): string =>
  changes
    .slice(0, 5)
    .map(
      ({ from, to }) => `${codePoints(Array.from(from))} → ${to === '' ? '∅' : codePoints(Array.from(to))}`,
    )
    .join('，');

const codePoints = (characters: readonly string[]): string =>
  characters
    .slice(0, 5)
    .map((c) => `${c} U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join('、');
