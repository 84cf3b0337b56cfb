import type { CertificateType, Field } from '../types/index.js';
import { UploadRefused } from './errors.js';

export const validFromKey = 'validFrom';
export const validUntilKey = 'validUntil';

/** A column of the file: its header as written, and the field that it fills. */
export interface Column {
  readonly header: string;
  readonly key: string;
  /** Undefined for the two days of validity, which every type has. */
  readonly field: Field | undefined;
}

const validityNames: Readonly<Record<string, string>> = {
  [validFromKey]: validFromKey,
  [validUntilKey]: validUntilKey,
  有效期起始: validFromKey,
  有效期起: validFromKey,
  有效期自: validFromKey,
  有效期截止: validUntilKey,
  有效期止: validUntilKey,
  有效期至: validUntilKey,
};

/**
 * Matches a header row to a type's fields, by key or by title in Chinese or English.
 * @throws UploadRefused `UPLOAD_COLUMNS` naming every unknown, doubled and missing column
 */
export function matchColumns(headers: readonly string[], type: CertificateType): Column[] {
  const names = namesOf(type);
  const columns = headers.map((header) => ({ header, key: names.get(normal(header)) }));
  const unknown = columns.filter(({ key }) => key === undefined).map(({ header }) => header.slice(0, 40));
  const keys = columns.map(({ key }) => key);
  const doubled = keys.filter((key, at) => key !== undefined && keys.indexOf(key) !== at);
  const missing = [...type.schema.required, validFromKey].filter((key) => !keys.includes(key));
  if (unknown.length + doubled.length + missing.length > 0) {
    const title = (key = ''): string => type.schema.properties[key]?.['x-title'].zh ?? key;
    const parts = [
      ['unknown', unknown.map((header) => `“${header}”`)],
      ['twice', doubled.map(title)],
      ['missing', missing.map(title)],
    ] as const;
    const said = parts
      .filter(([, list]) => list.length > 0)
      .map(([what, list]) => `${what}: ${list.join('、')}`);
    throw new UploadRefused(
      'UPLOAD_COLUMNS',
      `The first row must name the columns of ${type.name}; ${said.join('; ')}.`,
      { details: { unknown, doubled, missing } },
    );
  }
  return columns.map(({ header, key = '' }) => ({ header, key, field: type.schema.properties[key] }));
}

const normal = (header: string): string => header.normalize('NFKC').replace(/[\s*]/g, '').toLowerCase();

function namesOf(type: CertificateType): Map<string, string> {
  const names = new Map(Object.entries(validityNames).map(([name, key]) => [normal(name), key]));
  for (const [key, field] of Object.entries(type.schema.properties)) {
    for (const name of [key, field['x-title'].zh, field['x-title'].en]) names.set(normal(name), key);
  }
  return names;
}
