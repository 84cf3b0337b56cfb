import type { Json } from '../formats/json.js';
import { maskIdNumber } from '../formats/numbers.js';
import { fail, pass, skipped } from './report.js';
import type { Finding } from './report.js';

/** Whom the window has before it, from an identity document or by hand; compared with what the certificate says. */
export interface ExpectedHolder {
  readonly name?: string;
  /** Unmasked. */
  readonly number?: string;
}

/** Compares with a QR code's name and masked number. */
export function judgeMaskedHolder(
  expected: ExpectedHolder | undefined,
  { holderName, holderNumber }: { readonly holderName: string; readonly holderNumber: string },
): Finding {
  if (expected?.name === undefined && expected?.number === undefined) return skipped;
  const { name = holderName, number } = expected;
  const sameNumber = number === undefined || [number, maskIdNumber(number)].includes(holderNumber);
  return name === holderName && sameNumber ? pass : fail('HOLDER_MISMATCH');
}

const numberFields = ['idNumber', 'uscc', 'certificateNumber'];

/** Compares with a credential's fields; one that is not disclosed does not match. */
export function judgeDisclosedHolder(
  expected: ExpectedHolder | undefined,
  fields: Readonly<Record<string, Json>>,
): Finding {
  if (expected?.name === undefined && expected?.number === undefined) return skipped;
  const sameName = expected.name === undefined || fields['name'] === expected.name;
  const sameNumber =
    expected.number === undefined || numberFields.some((field) => fields[field] === expected.number);
  return sameName && sameNumber ? pass : fail('HOLDER_MISMATCH');
}
