import { dateAt } from '@certbridge/verifier-sdk/formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { formats } from './formats.js';
import { fieldProblem } from './messages.js';
import type { FieldProblem, RowProblemCode } from './messages.js';
import type { CertificateType, Field } from './type.js';

/** A certificate's fields: text, or numbers where the type says so. */
export type Fields = Readonly<Record<string, string | number>>;

/** Tells what is wrong with the fields of one certificate; an empty list means nothing is. */
export type FieldCheck = (fields: Fields) => FieldProblem[];

const annotations = [
  'x-title',
  'x-name',
  'x-photo',
  'x-ending',
  'x-agrees-with',
  'x-lines',
  'x-remedy',
  'x-past',
  'x-authority',
];
// Controls, surrogates, unassigned, and marks that reorder or hide text: two names must not look alike. Private
// use (GB 18030's unassigned too) and U+FFFD, the trace of an earlier wrong conversion, are no characters.
const refused = /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\ufffd\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Whether a text, which has no lines, holds what no text on a certificate may. */
export const hasRefusedCharacters = (text: string): boolean => refused.test(text);

/** Compiles a type's schema into a check. Throws when the schema itself is wrong. */
export function compileCheck(type: CertificateType): FieldCheck {
  const ajv = new Ajv2020({ allErrors: true, strict: true, formats: { ...formats } });
  for (const keyword of annotations) ajv.addKeyword(keyword);
  const validate: ValidateFunction = ajv.compile(type.schema);
  const agreements = Object.entries(type.schema.properties).flatMap(([key, field]) =>
    field['x-agrees-with'] === undefined ? [] : [{ key, number: field['x-agrees-with'] }],
  );

  return (fields) => {
    const problems = validate(fields) ? [] : (validate.errors ?? []).map((error) => problemOf(type, error));
    for (const [key, value] of Object.entries(fields)) {
      const lines = type.schema.properties[key]?.['x-lines'] === true;
      if (typeof value === 'string' && hasRefusedCharacters(lines ? value.replaceAll('\n', '') : value))
        problems.push(fieldProblem(key, 'CHARACTER_REFUSED'));
    }
    problems.push(...inTheFuture(type, fields));
    const wrong = new Set(problems.map((p) => p.field));
    for (const { key, number } of agreements) {
      if (wrong.has(key) || wrong.has(number) || agreesWithNumber(fields[key], fields[number])) continue;
      problems.push(fieldProblem(key, 'DISAGREES', type.schema.properties[number]?.['x-title'] ?? number));
    }
    return firstOfEach(problems);
  };
}

/** Births and the like that lie in the future, counted by days in China. */
function inTheFuture(type: CertificateType, fields: Fields): FieldProblem[] {
  const today = dateAt(Date.now());
  return Object.entries(type.schema.properties)
    .filter(([key, field]) => field['x-past'] === true && String(fields[key] ?? '').slice(0, 10) > today)
    .map(([key]) => fieldProblem(key, 'DATE_FUTURE'));
}

/** A birth date or sex against the citizen number that says the same (GB 11643: digits 7–14, 17). */
export function agreesWithNumber(value: unknown, number: unknown): boolean {
  if (typeof value !== 'string' || typeof number !== 'string') return true;
  if (value === '男' || value === '女') return (Number(number.charAt(16)) % 2 === 1) === (value === '男');
  return value.replaceAll('-', '') === number.slice(6, 14);
}

const formatCodes: Readonly<Record<string, RowProblemCode>> = {
  'id-number': 'ID_NUMBER_WRONG',
  uscc: 'USCC_WRONG',
  'holder-number': 'NUMBER_OF_HOLDER_WRONG',
  'calendar-date': 'DATE_WRONG',
  'local-minute': 'TIME_WRONG',
};

function problemOf(type: CertificateType, error: ErrorObject): FieldProblem {
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'required') return fieldProblem(String(params['missingProperty']), 'REQUIRED');
  if (error.keyword === 'additionalProperties') {
    return fieldProblem(String(params['additionalProperty']), 'FIELD_UNKNOWN');
  }
  const key = error.instancePath.slice(1);
  return (explanations[error.keyword] ?? wrongForm)(key, params, type.schema.properties[key]);
}

type Explain = (key: string, params: Record<string, unknown>, field: Field | undefined) => FieldProblem;

const range: Explain = (key, _params, field) =>
  fieldProblem(key, 'OUT_OF_RANGE', `${String(field?.['minimum'])} – ${String(field?.['maximum'])}`);

/** By JSON Schema keyword (draft 2020-12). */
const explanations: Readonly<Record<string, Explain>> = {
  minLength: (key) => fieldProblem(key, 'REQUIRED'),
  maxLength: (key, params) => fieldProblem(key, 'TOO_LONG', String(params['limit'])),
  enum: (key, params) => fieldProblem(key, 'NOT_IN_LIST', (params['allowedValues'] as string[]).join('、')),
  format: (key, params) => fieldProblem(key, formatCodes[String(params['format'])] ?? 'FORM_WRONG'),
  type: (key, params) => fieldProblem(key, params['type'] === 'string' ? 'NOT_TEXT' : 'NOT_A_NUMBER'),
  minimum: range,
  maximum: range,
};

const wrongForm: Explain = (key, _params, field) =>
  fieldProblem(key, 'FORM_WRONG', field?.['x-remedy'] ?? '');

/** One problem a field is enough to act on. */
function firstOfEach(problems: readonly FieldProblem[]): FieldProblem[] {
  const seen = new Set<string | null>();
  return problems.filter(({ field }) => !seen.has(field) && seen.add(field));
}
