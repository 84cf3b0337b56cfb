import { Refusal } from '../refusal';
import { form, list, ascending } from './shape';
import type { Json } from '../canonical/json';

const HASH = /^[0-9a-f]{64}$/;
const ID = /^[0-9a-f]{32}$/;
const KID = /^[0-9a-f]{16}$/;
const CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;
const TYPE = /^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MSP = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;
const FEATURE = /^[a-z][a-z0-9-]{0,63}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DECIMAL = /^(?:0|[1-9]\d{0,9})$/;

/** The highest seq that the contract counts to: 10 digits in its state keys. */
export const MAX_SEQ = 9_999_999_999;

type Value = Json | undefined;

export const hash = (value: Value, where: string): string =>
  form(value, where, HASH, 'a SHA-256 in lower-case hex');
/** 16 bytes in hex: network, certId, nonce. */
export const id = (value: Value, where: string): string =>
  form(value, where, ID, '16 bytes in lower-case hex');
export const kid = (value: Value, where: string): string =>
  form(value, where, KID, '8 bytes in lower-case hex');
/** The alphabet and length of GB 32100; its check character is a rule of issuers/uscc. */
export const issuerCode = (value: Value, where: string): string =>
  form(value, where, CODE, 'an 18-character issuer code');
/** GB/T 36904: the code of the authority that defines the type, and three digits. */
export const typeCode = (value: Value, where: string): string =>
  form(value, where, TYPE, 'a 21-character type code');
/** The name of a feature that a decision switches on. */
export const featureName = (value: Value, where: string): string =>
  form(value, where, FEATURE, 'the name of a feature');
export const mspId = (value: Value, where: string): string => form(value, where, MSP, 'an MSP id');

/** Certificate type codes, sorted and unique. */
export function typeCodes(value: Value, where: string, min: number): readonly string[] {
  return ascending(list(value, where, { min, max: 100 }, typeCode), where, (code) => code);
}

/** RFC 3339 in UTC with milliseconds, naming an instant that exists. */
export function time(value: Value, where: string): string {
  const text = form(value, where, TIME, 'an RFC 3339 time in UTC with milliseconds');
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== text) {
    throw new Refusal('INPUT_INVALID', `${where} is not an instant`);
  }
  return text;
}

/** A date as `YYYY-MM-DD`; that it exists is a rule of those that give it a meaning. */
export const day = (value: Value, where: string): string => form(value, where, DAY, 'a date as YYYY-MM-DD');

/** Standard base64 with padding, one text for one value. */
export function base64(value: Value, where: string, maxBytes: number): Buffer {
  const text = form(value, where, BASE64, 'standard base64');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length > maxBytes || bytes.toString('base64') !== text) {
    throw new Refusal('INPUT_INVALID', `${where} is not base64 of 1 to ${maxBytes} bytes`);
  }
  return bytes;
}

/** A whole number given as an argument, in decimal. */
export function decimal(text: string, where: string, min: number, max: number): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) {
    throw new Refusal('INPUT_INVALID', `${where} is not a whole number from ${min} to ${max}`);
  }
  return value;
}
