import type { Credential } from '../formats/credential.js';
import { maskIdNumber } from '../formats/numbers.js';
import { fail, pass, skipped, unknown } from './report.js';
import type { Finding } from './report.js';

/** Whom the window has before it, from an identity document or by hand; compared with what the certificate says. */
export interface ExpectedHolder {
  /** As on the identity document, compared character by character. */
  readonly name?: string;
  /** Unmasked. */
  readonly number?: string;
}

const isAsked = (expected: ExpectedHolder | undefined): expected is ExpectedHolder =>
  expected?.name !== undefined || expected?.number !== undefined;

/** Compares with a QR code's name and masked number. */
export function judgeMaskedHolder(
  expected: ExpectedHolder | undefined,
  { holderName, holderNumber }: { readonly holderName: string; readonly holderNumber: string },
): Finding {
  if (!isAsked(expected)) return skipped;
  const { name = holderName, number } = expected;
  const sameNumber = number === undefined || [number, maskIdNumber(number)].includes(holderNumber);
  return name === holderName && sameNumber ? pass : fail('HOLDER_MISMATCH');
}

/** Compares with the fields that the issuer signed as the holder's; one that is not disclosed does not match. */
export function judgeDisclosedHolder(
  expected: ExpectedHolder | undefined,
  { holder, fields }: Pick<Credential, 'holder' | 'fields'>,
): Finding {
  if (!isAsked(expected)) return skipped;
  if (!holder) return unknown('HOLDER_NOT_NAMED');
  const matches = (field: string, value: string | undefined): boolean =>
    value === undefined || (Object.hasOwn(fields, field) && fields[field] === value);
  return matches(holder.name, expected.name) && matches(holder.number, expected.number)
    ? pass
    : fail('HOLDER_MISMATCH');
}
