const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100: 18 characters, the last a check character over weights 3^i mod 31. */
export function checkUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    const value = usccAlphabet.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return usccAlphabet[(31 - (sum % 31)) % 31] === code[17];
}

/** Whether year, month and day exist in the Gregorian calendar. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** GB 11643: 18 characters, a birth date that exists, ISO 7064 MOD 11-2. */
export function checkIdNumber(number: string): boolean {
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number)) return false;
  const year = Number(number.slice(6, 10));
  if (year < 1800 || !isCalendarDate(year, Number(number.slice(10, 12)), Number(number.slice(12, 14))))
    return false;
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
