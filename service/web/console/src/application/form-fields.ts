import { language, say } from '../../../kit';
import type { CertificateType, Issuer } from '../department';
import { applicationWords as words } from './words';

/** One field of a type's schema, as a form shows it. */
export interface FormField {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly kind: 'text' | 'lines' | 'number' | 'date' | 'list' | 'identity-number';
  readonly options: readonly string[];
  /** The field that says the same, as the birth date says what the identity number says. */
  readonly agreesWith: string | undefined;
}

interface FieldSchema {
  readonly type: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly 'x-title': { readonly zh: string; readonly en: string };
  readonly 'x-lines'?: boolean;
  readonly 'x-photo'?: boolean;
  readonly 'x-authority'?: boolean;
  readonly 'x-agrees-with'?: string;
  readonly maxLength?: number;
}

interface TypeSchema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, FieldSchema>>;
}

/** What the service answers is JSON Schema of the shape that certificate types have. */
const schemaOf = (type: CertificateType): TypeSchema => type.schema as unknown as TypeSchema;

/** The fields of a type in the order of its page, without the photo. */
export function formFields(type: CertificateType, issuer: Issuer): FormField[] {
  const { required, properties } = schemaOf(type);
  return Object.entries(properties)
    .filter(([, field]) => field['x-photo'] !== true)
    .map(([key, field]) => ({
      key,
      label: field['x-title'][language.value],
      required: required.includes(key),
      kind: kindOf(field),
      options: field['x-authority'] === true ? [issuer.name, ...issuer.authorities] : (field.enum ?? []),
      agreesWith: field['x-agrees-with'],
    }));
}

function kindOf(field: FieldSchema): FormField['kind'] {
  if (field.enum || field['x-authority'] === true) return 'list';
  if (field.format === 'id-number') return 'identity-number';
  if (field.format === 'calendar-date') return 'date';
  if (field.type !== 'string') return 'number';
  return field['x-lines'] === true || (field.maxLength ?? 0) > 120 ? 'lines' : 'text';
}

/** Key and title of the photo, where the type has one. */
export function photoOf(
  type: CertificateType,
): { readonly key: string; readonly label: string; readonly required: boolean } | undefined {
  const { required, properties } = schemaOf(type);
  const [key, field] = Object.entries(properties).find(([, one]) => one['x-photo'] === true) ?? [];
  if (key === undefined || !field) return undefined;
  return { key, label: field['x-title'][language.value], required: required.includes(key) };
}

/** What each control of a form is called, by key. */
export function labelsOf(type: CertificateType, issuer: Issuer): Record<string, string> {
  const photo = photoOf(type);
  return {
    ...Object.fromEntries(formFields(type, issuer).map(({ key, label }) => [key, label])),
    ...(photo && { [photo.key]: photo.label }),
    validFrom: say(words.validFrom),
    validUntil: say(words.validUntil),
  };
}
