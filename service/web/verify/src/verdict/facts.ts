import type { ReportedCertificate } from '@certbridge/verifier-sdk';
import names from 'virtual:certificate-names';
import { calendarDay } from './when';
import type { Words } from './words';

export interface Fact {
  key: string;
  label: Words;
  value: string;
  /** Letters and digits to compare one by one: set in a face that tells them apart. */
  code?: boolean;
  /** The one to compare with the person first. */
  first?: boolean;
}

/** The name of the type in both languages; null while nothing is authenticated. */
export function certificateName(certificate: ReportedCertificate | null): Words | null {
  if (!certificate) return null;
  const name = names[certificate.type];
  return { zh: certificate.name, en: name?.zh === certificate.name ? name.en : '' };
}

/** What was authenticated, in the order in which a clerk compares it with the person and the paper. */
export function factsOf(certificate: ReportedCertificate | null): Fact[] {
  if (!certificate) return [];
  const { issuer, copyOf, purpose, successor } = certificate;
  return [
    ...fieldsOf(certificate),
    ...fact('purpose', { zh: '限定用途', en: 'For this purpose only' }, purpose),
    { key: 'validity', label: { zh: '有效期限', en: 'Valid' }, value: validity(certificate) },
    { key: 'issuer', label: { zh: '颁发机构', en: 'Issuer' }, value: issuer.name ?? issuer.code },
    ...fact('copyOf', { zh: '复制自证照', en: 'Copy of' }, copyOf, true),
    ...fact('successor', { zh: '接续的证照', en: 'Successor' }, successor?.cert, true),
    {
      key: 'identifier',
      label: { zh: '电子证照标识', en: 'Identifier' },
      value: certificate.identifier,
      code: true,
    },
  ];
}

function fact(key: string, label: Words, value: string | undefined, code = false): Fact[] {
  return value ? [{ key, label, value, code }] : [];
}

/** Fields as the issuer calls them, in its order; one without a title comes last, by its key. */
function fieldsOf({ fields, titles = [] }: ReportedCertificate): Fact[] {
  const rest = Object.keys(fields).filter((key) => !titles.some(({ field }) => field === key));
  const named = [...titles, ...rest.map((key) => ({ field: key, zh: key, en: '' }))];
  const facts = named.flatMap(({ field, zh, en }) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (field === 'photo' || (typeof value !== 'string' && typeof value !== 'number') || value === '')
      return [];
    return [{ key: field, label: { zh, en }, value: String(value) }];
  });
  return facts.map((one, at) => (at === 0 ? { ...one, first: true } : one));
}

/** The zero-width space is the one place where the line may break. */
function validity({ validFrom, validUntil }: ReportedCertificate): string {
  return `${calendarDay(validFrom).zh}\u200b至${calendarDay(validUntil).zh}`;
}
