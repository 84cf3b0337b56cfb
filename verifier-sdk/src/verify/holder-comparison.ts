import type { Credential } from '../formats/credential.js';
import { maskIdNumber } from '../formats/numbers.js';
import { writtenForm } from '../formats/written-form/index.js';
import type { Code } from './codes.js';
import type { ExpectedHolder } from './expected-holder.js';
import { fail, pass, unknown } from './report.js';
import type { Finding } from './report.js';

const sameName = (one: string, other: string): boolean => writtenForm(one).text === writtenForm(other).text;

/** Numbers have no spaces, and their letters are capitals (GB 11643, GB 32100). */
const writtenNumber = (number: string): string =>
  writtenForm(number).text.replaceAll(/\s/gu, '').toUpperCase();

/** Characters that are told: a report stays small whatever is typed. */
const maxCharacters = 8;

/** What was typed and no name or number may hold; undefined where there is nothing of it. */
function unusable({ name = '', number = '' }: ExpectedHolder): Finding | undefined {
  const refused = [...writtenForm(name).refusals, ...writtenForm(number).refusals];
  if (refused.length === 0) return undefined;
  const characters = [...new Set(refused.map(({ character }) => character))].slice(0, maxCharacters);
  return { ...unknown('HOLDER_INPUT_UNUSABLE'), characters };
}

/** Which of the two did not match; undefined is one that nobody asked for. */
function judge(isName: boolean | undefined, isNumber: boolean | undefined): Finding {
  const code: Code | undefined =
    isName === false
      ? isNumber === false
        ? 'HOLDER_MISMATCH'
        : 'HOLDER_NAME_MISMATCH'
      : isNumber === false
        ? 'HOLDER_NUMBER_MISMATCH'
        : undefined;
  return code ? fail(code) : pass;
}

/** Compares with a QR code's name and masked number. */
export function compareMasked(
  expected: ExpectedHolder,
  { holderName, holderNumber }: { readonly holderName: string; readonly holderNumber: string },
): Finding {
  const unreadable = unusable(expected);
  if (unreadable) return unreadable;
  const { name } = expected;
  const number = expected.number === undefined ? undefined : writtenNumber(expected.number);
  return judge(
    name === undefined ? undefined : sameName(name, holderName),
    number === undefined ? undefined : [number, maskIdNumber(number)].includes(writtenNumber(holderNumber)),
  );
}

/** Compares with the fields that the issuer signed as the holder's; one that is not disclosed does not match. */
export function compareDisclosed(
  expected: ExpectedHolder,
  { holder, fields }: Pick<Credential, 'holder' | 'fields'>,
): Finding {
  if (!holder) return unknown('HOLDER_NOT_NAMED');
  const unreadable = unusable(expected);
  if (unreadable) return unreadable;
  const { name, number } = expected;
  const matches = (field: string, is: (value: string) => boolean): boolean => {
    const value = fields[field];
    return typeof value === 'string' && is(value);
  };
  return judge(
    name === undefined ? undefined : matches(holder.name, (value) => sameName(name, value)),
    number === undefined
      ? undefined
      : matches(holder.number, (value) => writtenNumber(value) === writtenNumber(number)),
  );
}
