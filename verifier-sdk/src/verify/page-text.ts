import { writtenForm } from '../formats/written-form/index.js';
import type { PageField, ReportedCertificate } from './report.js';

/** Fewer letters are no text to compare with: a stamp, a page number, what a scanner's software wrote. */
const ENOUGH = 20;
const LETTERS = /[\p{L}\p{N}]/gu;
/** 18 characters of GB 11643 or GB 32100, alone. */
const NUMBER = /(?<![\w.])[0-9A-Z]{18}(?![\w.])/u;
const DATE = String.raw`(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?`;
/** `2026年11月24日至2036年11月23日`, `2026.11.24-2036.11.23`, `2026年11月24日至长期`. */
const TERM = new RegExp(`${DATE}(?:至|-|—|~)(?:${DATE}|长期)`, 'gu');

/** As fonts of one shape with spread letters and broken lines come out: without white space. */
const plain = (text: string): string => writtenForm(text).text.replaceAll(/\s/gu, '');

const isoDate = (year = '', month = '', day = ''): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** Whether a page that states terms states this one. */
function hasTerm(text: string, { validFrom, validUntil }: ReportedCertificate): boolean {
  const terms = [...text.matchAll(TERM)].map(([, ...parts]) => [
    isoDate(...parts.slice(0, 3)),
    parts[3] === undefined ? null : isoDate(...parts.slice(3, 6)),
  ]);
  return terms.length === 0 || terms.some(([from, until]) => from === validFrom && until === validUntil);
}

/** Whether a number of which the mask shows the ends is on the page; a page without any number denies none. */
function hasNumber(lines: string, text: string, masked: string): boolean {
  const signs = [...plain(masked)].map((sign) =>
    sign === '*' ? '.' : sign.replace(/[$()*+.?[\\\]^{|}]/u, String.raw`\$&`),
  );
  return new RegExp(signs.join(''), 'u').test(text) || !NUMBER.test(lines);
}

/**
 * What the QR code says and the text of its page does not; undefined where the page has no text to compare with.
 * That all agrees proves nothing: a page can show one thing and hold another as its text.
 */
export function missingOnPage(
  certificate: ReportedCertificate,
  pageText: string,
): readonly PageField[] | undefined {
  if ((pageText.match(LETTERS) ?? []).length < ENOUGH) return undefined;
  const text = plain(pageText);
  const { holderName, holderNumber } = certificate.fields;
  const isThere: Record<PageField, boolean> = {
    name: text.includes(plain(certificate.name)),
    identifier: text.includes(certificate.identifier),
    holderName: typeof holderName !== 'string' || text.includes(plain(holderName)),
    holderNumber: typeof holderNumber !== 'string' || hasNumber(pageText, text, holderNumber),
    validity: hasTerm(text, certificate),
  };
  return (Object.keys(isThere) as PageField[]).filter((field) => !isThere[field]);
}
