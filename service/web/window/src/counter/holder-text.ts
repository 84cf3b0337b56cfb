import type { ExpectedHolder } from '@certbridge/verifier-sdk';
import { checkIdNumber } from '@certbridge/verifier-sdk/formats';

/** What an ID-card reader types is a few lines; what is longer is something else. */
const MAX_LENGTH = 400;
/** A number of GB 11643, by itself: not the middle of a longer one. */
const NUMBER = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/gu;
/** A name is Han signs with a dot in between (GB/T 14163 names of minorities), or Latin words. */
const NAME = /^[\p{Script=Han}·•]{2,30}$|^[A-Za-z][A-Za-z .'-]{1,58}$/u;
const LABELLED = /(?:姓\s*名|name)\s*[:：=]?\s*([\p{Script=Han}·•]{2,30}|[A-Za-z][A-Za-z .'-]{1,58})/iu;
/** What stands beside the name on a card and could be taken for one. */
const NOT_A_NAME = /^(?:男|女|.+族|姓名|性别|民族|出生|住址|中国|居民身份证|公民身份号码|.*[省市县区局].*)$/u;

/**
 * The person in what an ID-card reader delivers as text: by keyboard or by serial line, each vendor has its own
 * order of fields, tabs, commas, bars or lines between them. The number is found by its check character; the
 * name by its label, or as the first field that can be one.
 * @returns undefined where it is no such text
 */
export function holderIn(text: string): ExpectedHolder | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const numbers = [...text.matchAll(NUMBER)].map(([number]) => number.toUpperCase());
  const number = numbers.find((one) => checkIdNumber(one));
  if (number === undefined) return undefined;
  const fields = text.split(/[\t\r\n,，;；|]+/u).map((field) => field.trim());
  const name =
    LABELLED.exec(text)?.[1] ?? fields.find((field) => NAME.test(field) && !NOT_A_NAME.test(field));
  return name === undefined ? { number } : { name: name.replace('•', '·'), number };
}
