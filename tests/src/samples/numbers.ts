import { checkIdNumber, checkUscc } from '@certbridge/verifier-sdk/formats';
import type { Random } from './random.js';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * A citizen number with a valid check character (GB 11643) that no real person holds: its region ends in
 * 99, which GB/T 2260 assigns to no county.
 */
export function idNumber(random: Random, province: string, birth: string, sex: '男' | '女'): string {
  const order = random.digits(2) + String(random.below(5) * 2 + (sex === '男' ? 1 : 0));
  return idNumberOf(`${province}0199${birth.replaceAll('-', '')}${order}`);
}

/** The 17 digits of a citizen number, completed by the check character. */
export const idNumberOf = (body: string): string => onlyValid(body, '0123456789X', checkIdNumber);

/** A unified social credit code (GB 32100) in an unassigned region, its organisation code checked too (GB 11714). */
export function usccFor(random: Random, kind: '91' | '92' | '11' | '12', province: string): string {
  return usccOf(
    `${kind}${province}0199`,
    Array.from({ length: 8 }, () => random.pick([...usccAlphabet])).join(''),
  );
}

/** `prefix` (8 characters) and an organisation's 8 characters, completed by both check characters. */
export function usccOf(prefix: string, organisation: string): string {
  return onlyValid(prefix + organisation + organisationCheck(organisation), usccAlphabet, checkUscc);
}

function organisationCheck(body: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number.parseInt(body.charAt(i), 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

function onlyValid(body: string, alphabet: string, valid: (text: string) => boolean): string {
  const check = [...alphabet].find((candidate) => valid(body + candidate));
  if (check === undefined) throw new Error('no check character makes this number valid');
  return body + check;
}
