import type { Credential } from '../formats/credential.js';
import type { ExpectedHolder } from './expected-holder.js';
import { skipped } from './report.js';
import type { Finding } from './report.js';

const isAsked = (expected: ExpectedHolder | undefined): expected is ExpectedHolder =>
  expected?.name !== undefined || expected?.number !== undefined;

/** The tables of the written form are as large as half of the rest: only who compares loads them. */
const comparison = () => import('./holder-comparison.js');

/** Compares with a QR code's name and masked number. */
export async function judgeMaskedHolder(
  expected: ExpectedHolder | undefined,
  claims: { readonly holderName: string; readonly holderNumber: string },
): Promise<Finding> {
  return isAsked(expected) ? (await comparison()).compareMasked(expected, claims) : skipped;
}

/** Compares with the fields that the issuer signed as the holder's; one that is not disclosed does not match. */
export async function judgeDisclosedHolder(
  expected: ExpectedHolder | undefined,
  credential: Pick<Credential, 'holder' | 'fields'>,
): Promise<Finding> {
  return isAsked(expected) ? (await comparison()).compareDisclosed(expected, credential) : skipped;
}
