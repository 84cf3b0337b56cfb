import { today, yearsAfter } from '../../../kit';
import type { CertificateType, Issuer } from '../department';
import { formFields } from './form-fields';

/** What is typed into a form, as texts. */
export interface Filled {
  readonly fields: Readonly<Record<string, string>>;
  readonly validFrom: string;
  /** Empty: 长期, no expiry. */
  readonly validUntil: string;
  /** A JPEG in base64; empty: none. */
  readonly photo: string;
}

/** A form that nobody has filled in: the issuer stands as its authority, and validity begins today. */
export function unfilled(type: CertificateType, issuer: Issuer): Filled {
  const fields = formFields(type, issuer).map(({ key, kind, options }) => [
    key,
    kind === 'list' && options[0] === issuer.name ? issuer.name : '',
  ]);
  const validFrom = today();
  return {
    fields: Object.fromEntries(fields) as Record<string, string>,
    validFrom,
    validUntil: yearsAfter(validFrom, 10),
    photo: '',
  };
}

/** Fields as the service has them, as a form shows them. */
export function textsOf(fields: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)]));
}

export interface SentApplication {
  fields: Record<string, string | number>;
  validFrom: string;
  validUntil: string;
  photo?: string;
}

/** As the service takes it: without empty fields, numbers as numbers. */
export function sent(filled: Filled, type: CertificateType, issuer: Issuer): SentApplication {
  const fields: Record<string, string | number> = {};
  for (const { key, kind } of formFields(type, issuer)) {
    const text = (filled.fields[key] ?? '').trim();
    if (text === '') continue;
    fields[key] = kind === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
  }
  const { validFrom, validUntil, photo } = filled;
  return { fields, validFrom, validUntil, ...(photo === '' ? {} : { photo }) };
}
