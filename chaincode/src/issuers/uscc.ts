import { Refusal } from '../refusal';

/** GB 32100-2015 §5: digits and letters without I, O, S, V, Z; a character's value is its place. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** §5.2: characters 3–8 are the registering authority's division (GB/T 2260), digits only. */
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** Whether the 18th character is the check character of the first 17 (GB 32100-2015 §5.5: weights 3^i mod 31). */
export function checkUscc(code: string): boolean {
  if (!FORM.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}

/** The first two digits of the division name the province. */
export function regionOf(code: string): string {
  return code.slice(2, 4);
}

export function demandCode(code: string): void {
  if (!checkUscc(code)) throw new Refusal('ISSUER_CODE_INVALID');
}
