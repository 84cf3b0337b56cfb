import type { ReportedCertificate } from '@certbridge/verifier-sdk';
import names from 'virtual:certificate-names';
import { calendarDay } from '../dates/when';
import type { Words } from '../words/words';

export interface Fact {
  key: string;
  label: Words;
  /** In pieces that a line may break between: a name at its dot, a span of time before its end. */
  value: string[];
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
  const { issuer, identifier, copy, successor, replacedFrom } = certificate;
  return [
    ...fieldsOf(certificate),
    { key: 'validity', label: { zh: '有效期限', en: 'Valid' }, value: validity(certificate) },
    ...(replacedFrom === undefined
      ? []
      : [
          {
            key: 'replaced',
            label: { zh: '将于此日换发', en: 'Replaced from' },
            value: [calendarDay(replacedFrom).zh],
          },
        ]),
    ...issuerFacts(issuer),
    ...code('identifier', { zh: '电子证照标识', en: 'Identifier' }, identifier),
    ...code('original', { zh: '原件编号', en: 'Copy of' }, copy?.of),
    ...code('successor', { zh: '接续证照', en: 'Successor' }, successor?.identifier ?? successor?.cert),
  ];
}

/** The name under which it issued is the one on the paper; the present one finds the department. */
function issuerFacts({ code: of, name, nameNow, formerNames = [] }: ReportedCertificate['issuer']): Fact[] {
  return [
    { key: 'issuer', label: { zh: '颁发机构', en: 'Issuer' }, value: [name ?? of] },
    ...(nameNow === undefined
      ? []
      : [{ key: 'issuer-now', label: { zh: '机构现名', en: 'Now called' }, value: [nameNow] }]),
    ...(formerNames.length === 0
      ? []
      : [
          {
            key: 'issuer-before',
            label: { zh: '机构曾用名', en: 'Formerly called' },
            value: [...formerNames],
          },
        ]),
  ];
}

function code(key: string, label: Words, value: string | undefined): Fact[] {
  return value ? [{ key, label, value: [value], code: true }] : [];
}

/** Fields as the issuer calls them, in its order; one without a title comes last, by its key. */
function fieldsOf({ fields, titles = [] }: ReportedCertificate): Fact[] {
  const rest = Object.keys(fields).filter((key) => !titles.some(({ field }) => field === key));
  const named = [...titles, ...rest.map((key) => ({ field: key, zh: key, en: '' }))];
  const facts = named.flatMap(({ field, zh, en }) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (field === 'photo' || (typeof value !== 'string' && typeof value !== 'number') || value === '')
      return [];
    return [{ key: field, label: { zh, en }, value: written(String(value)) }];
  });
  return facts.map((one, at) => (at === 0 ? { ...one, first: true } : one));
}

/** Days as people write them; a name may be broken after its dot. */
function written(value: string): string[] {
  if (/^\d{4}-\d{2}-\d{2}$/u.test(value)) return [calendarDay(value).zh];
  return value.replaceAll('·', '·\n').split('\n');
}

function validity({ validFrom, validUntil }: ReportedCertificate): string[] {
  const from = calendarDay(validFrom).zh;
  return validUntil === null ? [`${from}起`, '长期有效'] : [from, `至${calendarDay(validUntil).zh}`];
}
