import { neededKeys, titleOf, validFromKey, validUntilKey } from '../intake/index.js';
import type { CertificateType, Field, Sample, Title } from '../types/index.js';

/** A column of a table of applications, as whoever fills it in needs to know it. */
export interface TemplateColumn {
  /** Of the field, or `validFrom`, `validUntil`. */
  readonly key: string;
  readonly title: Title;
  /** Whether the table must have it, filled in each row. */
  readonly required: boolean;
  readonly rule: Title;
  /** Empty where the type has no sample of it. */
  readonly example: string;
  /** All that may stand in it, where that is a list. */
  readonly choices?: readonly string[];
}

/** All columns of a type in its own order, the days of validity last. */
export function templateColumns(type: CertificateType, sample: Sample | undefined): TemplateColumn[] {
  const needed = new Set(neededKeys(type));
  const fields = Object.entries(type.schema.properties).map(([key, field]): TemplateColumn => {
    const choices = choicesOf(field);
    return {
      key,
      title: titleOf(type, key),
      required: needed.has(key),
      rule: ruleOf(field),
      example: exampleOf(key, field, type, sample),
      ...(choices && { choices }),
    };
  });
  const days = ([validFromKey, validUntilKey] as const).map((key): TemplateColumn => ({
    key,
    title: titleOf(type, key),
    required: needed.has(key),
    rule:
      key === validFromKey
        ? DAY
        : { zh: `${DAY.zh}；不填或填“长期”为无截止`, en: `${DAY.en}; empty or 长期: no end` },
    example: sample ? (sample[key] ?? '长期') : '',
  }));
  return [...fields, ...days];
}

const DAY: Title = { zh: '日期，如 2026-01-31', en: 'a day, like 2026-01-31' };

const choicesOf = ({ enum: choices }: Field): readonly string[] | undefined =>
  Array.isArray(choices) ? choices.map(String) : undefined;

const byFormat: Readonly<Record<string, Title>> = {
  'id-number': {
    zh: '18 位公民身份号码（GB 11643）',
    en: 'citizen identity number of 18 characters (GB 11643)',
  },
  uscc: {
    zh: '18 位统一社会信用代码（GB 32100）',
    en: 'unified social credit code of 18 characters (GB 32100)',
  },
  'holder-number': {
    zh: '18 位公民身份号码（GB 11643）或统一社会信用代码（GB 32100）',
    en: 'citizen identity number (GB 11643) or unified social credit code (GB 32100), 18 characters',
  },
  'calendar-date': DAY,
  'local-minute': { zh: '时间，如 2026-01-31 08:30', en: 'a time, like 2026-01-31 08:30' },
};

const textRule = (field: Field): Title => ({
  zh: `文字，不超过 ${String(field['maxLength'])} 个字符${field['x-lines'] ? '，可换行' : ''}`,
  en: `text of at most ${String(field['maxLength'])} characters${field['x-lines'] ? ', in lines' : ''}`,
});

function ruleOf(field: Field): Title {
  const choices = choicesOf(field);
  if (choices) return { zh: `可填：${choices.join('、')}`, en: `one of: ${choices.join('、')}` };
  if (field['x-photo']) {
    return { zh: 'ZIP 中照片的文件名（JPEG 或 PNG）', en: 'name of a photo in the ZIP (JPEG or PNG)' };
  }
  if (field.type !== 'string') {
    const bounds = `${String(field['minimum'])} – ${String(field['maximum'])}`;
    return { zh: `数字，${bounds}`, en: `a number, ${bounds}` };
  }
  if (field['x-authority']) {
    return {
      zh: '颁发机构名称或其许可名单中的名称；不填即为颁发机构名称',
      en: 'the issuer’s name, or one that it is allowed; empty: the issuer’s',
    };
  }
  const rule = byFormat[String(field['format'])] ?? field['x-remedy'] ?? textRule(field);
  return field['x-past'] ? { zh: `${rule.zh}；不晚于今天`, en: `${rule.en}; not after today` } : rule;
}

function exampleOf(
  key: string,
  field: Field,
  { holderName }: CertificateType,
  sample: Sample | undefined,
): string {
  if (!sample) return '';
  if (field['x-photo']) return `${String(sample.fields[holderName])}.jpg`;
  const value = String(sample.fields[key] ?? '');
  return field['format'] === 'local-minute' ? value.replace('T', ' ') : value;
}
