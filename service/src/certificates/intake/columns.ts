import { authorityFields } from '../types/index.js';
import type { CertificateType, Field, Title } from '../types/index.js';
import { UploadRefused } from './errors.js';

export const validFromKey = 'validFrom';
export const validUntilKey = 'validUntil';

/** A column of the file: its header as written, and the field that it fills. */
export interface Column {
  readonly header: string;
  /** From 0. */
  readonly at: number;
  readonly key: string;
  /** Undefined for the two days of validity, which every type has. */
  readonly field: Field | undefined;
}

/** Characters of a header that are told, and by which a sender may say what it means. */
const HEADER = 200;

/** What the sender says that headers mean: keys of fields, or {@link NOT_READ}. */
export type ColumnNames = Readonly<Record<string, string>>;

/** In the place of a key: the column is for people only. */
const NOT_READ = '';

/** What the first row says. */
export interface Columns {
  readonly used: readonly Column[];
  /** Headers of columns that are for people only, like 序号: they are not read. */
  readonly ignored: readonly string[];
  /** Where columns without a header stand; they must be empty. */
  readonly untitled: ReadonlySet<number>;
  readonly width: number;
}

/** Titles of the days of validity in both languages, the first as templates write it. */
const validityTitles = {
  [validFromKey]: { zh: '有效期起始', en: 'Valid from' },
  [validUntilKey]: { zh: '有效期截止', en: 'Valid until' },
} as const;

const validityNames: Readonly<Record<string, string>> = {
  有效期起: validFromKey,
  有效期自: validFromKey,
  有效期止: validUntilKey,
  有效期至: validUntilKey,
};

/** The column that says, in a returned file, what is to be mended in a row. */
export const remedyHeader = '退回原因（修改后可原样重新上传）';
const forPeople = new Set(
  ['序号', '备注', '编号', 'no', 'no.', 'remarks', 'note', remedyHeader].map((name) => normal(name)),
);

/**
 * Matches a header row to a type's fields, by key or by title in Chinese or English.
 * @throws UploadRefused `UPLOAD_COLUMNS` naming every unknown, doubled and missing column
 */
export function matchColumns(headers: readonly string[], type: CertificateType): Columns {
  const names = namesOf(type);
  const titled = headers
    .map((header, at) => ({ header: header.trim(), at, key: names.get(normal(header)) }))
    .filter(({ header }) => header !== '');
  const ignored = titled.filter(({ key, header }) =>
    key === undefined ? forPeople.has(normal(header)) : key === NOT_READ,
  );
  const used = titled.filter((column) => !ignored.includes(column));
  const unknown = used.filter(({ key }) => key === undefined).map(({ header }) => header.slice(0, HEADER));
  const keys = used.map(({ key }) => key);
  const doubled = keys.filter((key, at) => key !== undefined && keys.indexOf(key) !== at);
  const missing = neededKeys(type).filter((key) => !keys.includes(key));
  if (unknown.length + doubled.length + missing.length > 0)
    throw wrongColumns(type, { unknown, doubled, missing });
  return {
    used: used.map(({ header, at, key = '' }) => ({ header, at, key, field: type.schema.properties[key] })),
    ignored: ignored.map(({ header }) => header),
    untitled: new Set(headers.flatMap((header, at) => (header.trim() === '' ? [at] : []))),
    width: headers.length,
  };
}

interface Wrong {
  readonly unknown: readonly string[];
  readonly doubled: readonly (string | undefined)[];
  readonly missing: readonly string[];
}

function wrongColumns(type: CertificateType, wrong: Wrong): UploadRefused {
  const title = (key = ''): string => titleOf(type, key).zh;
  const parts = [
    ['不认识', 'unknown', wrong.unknown.map((header) => `“${header.slice(0, 40)}”`)],
    ['重复', 'twice', wrong.doubled.map(title)],
    ['缺少', 'missing', wrong.missing.map(title)],
  ] as const;
  const found = parts.filter(([, , list]) => list.length > 0);
  const zh = found.map(([what, , list]) => `${what}：${list.join('、')}`).join('；');
  const en = found.map(([, what, list]) => `${what}: ${list.join('、')}`).join('; ');
  return new UploadRefused(
    'UPLOAD_COLUMNS',
    {
      zh: `第一行须为“${type.name}”的列名；${zh}。请用 certbridge template 下载模板。`,
      en: `The first row must name the columns of ${type.name}; ${en}. “certbridge template” writes a table to fill in.`,
    },
    { details: { ...wrong } },
  );
}

/** A column's title as templates write it, and in English. */
export function titleOf(type: CertificateType, key: string): Title {
  if (key === validFromKey || key === validUntilKey) return validityTitles[key];
  return type.schema.properties[key]?.['x-title'] ?? { zh: key, en: key };
}

/** Columns that a table must have: who issues is filled in where it is left out. */
export function neededKeys(type: CertificateType): string[] {
  const filledIn = authorityFields(type);
  return [...type.schema.required.filter((key) => !filledIn.includes(key)), validFromKey];
}

function normal(header: string): string {
  return header.normalize('NFKC').replace(/[\s*]/g, '').toLowerCase();
}

/** Keys by all names that a column may have. */
function namesOf(type: CertificateType): ReadonlyMap<string, string> {
  const known = allNames.get(type);
  if (known) return known;
  const names = new Map(Object.entries(validityNames).map(([name, key]) => [normal(name), key]));
  for (const key of [validFromKey, validUntilKey] as const) {
    for (const name of [key, ...Object.values(validityTitles[key])]) names.set(normal(name), key);
  }
  for (const [key, field] of Object.entries(type.schema.properties)) {
    for (const name of [key, field['x-title'].zh, field['x-title'].en]) names.set(normal(name), key);
  }
  allNames.set(type, names);
  return names;
}

/**
 * The same type, whose columns may also be called as the sender says.
 * @throws UploadRefused `UPLOAD_COLUMN_NAMES` naming the keys that are none of the type's
 */
export function withColumnNames(type: CertificateType, given: ColumnNames): CertificateType {
  const keys = new Set([validFromKey, validUntilKey, NOT_READ, ...Object.keys(type.schema.properties)]);
  const unknown = Object.values(given).filter((key) => !keys.has(key));
  if (unknown.length > 0)
    throw new UploadRefused('UPLOAD_COLUMN_NAMES', {
      zh: `“${type.name}”没有这些字段：${unknown.join('、')}。请改用该类型的字段键。`,
      en: `${type.name} has no such fields: ${unknown.join(', ')}. Name keys of the type.`,
    });
  const own = { ...type };
  const said = Object.entries(given).map(([header, key]) => [normal(header), key] as const);
  allNames.set(own, new Map([...namesOf(type), ...said]));
  return own;
}

/** Worked out once a type: they are asked for in every row. */
const allNames = new WeakMap<CertificateType, ReadonlyMap<string, string>>();

/** The key that a title in either language, or the key itself, means; undefined for none of the type's. */
export const keyNamed = (type: CertificateType, name: string): string | undefined =>
  namesOf(type).get(normal(name));
