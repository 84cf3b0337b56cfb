import { checkIdNumber, checkUscc } from '@certbridge/verifier-sdk/formats';

/** True for a day that the Gregorian calendar has, written YYYY-MM-DD, from 1900 on. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}

/** Local time to the minute, YYYY-MM-DDTHH:mm, as forms give it. */
function isLocalMinute(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10));
}

/** The formats that certificate types may name. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'id-number': (text) => checkIdNumber(text),
  uscc: checkUscc,
  'holder-number': (text) => checkIdNumber(text) || checkUscc(text),
  'calendar-date': isDay,
  'local-minute': isLocalMinute,
};
