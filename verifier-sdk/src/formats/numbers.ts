import { dateAt, isDate } from './dates.js';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100: 18 characters, the division 登记管理机关行政区划码 (3–8) digits, the last a check character over weights 3^i mod 31. */
export function checkUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += usccAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return usccAlphabet[(31 - (sum % 31)) % 31] === code[17];
}

/**
 * Provinces by the first two digits of GB/T 2260, with 81–83 for residents of Hong Kong, Macao and Taiwan. Only these
 * are checked: counties have changed thousands of times since 1984, and numbers keep the code of their day.
 */
const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/** Of a citizen the first two digits; of a foreign permanent resident, after a 9, the next two. */
const provinceOf = (number: string): string =>
  number.startsWith('9') ? number.slice(1, 3) : number.slice(0, 2);

/**
 * GB 11643: 18 characters, a province that there is, a birth date that exists and is not to come, ISO 7064 MOD 11-2.
 * @param today YYYY-MM-DD: the day in Asia/Shanghai after which nobody is born yet; the clock's unless given
 */
export function checkIdNumber(number: string, today: string = dateAt(Date.now())): boolean {
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number) || !PROVINCES.has(provinceOf(number))) return false;
  const born = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].join('-');
  if (!isDate(born) || born < '1800' || born > today) return false;
  let sum = 0;
  for (const digit of number.slice(0, 17)) sum = ((sum + Number(digit)) * 2) % 11;
  return '0123456789X'[(12 - sum) % 11] === number[17];
}

/** Hides all but the first three and last four characters; of eight or fewer, all but the last. */
export function maskIdNumber(number: string): string {
  const characters = [...number];
  const first = characters.length > 8 ? 3 : 0;
  const last = characters.length > 8 ? 4 : 1;
  return characters.map((c, i) => (i < first || i >= characters.length - last ? c : '*')).join('');
}
