import { language } from '../language/language';
import type { Words } from './words';

/** The names in braces of a text: `{n}行` has `n`. */
type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

type Values<Text extends string> = [Places<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Places<Text>, string | number>>];

/** A text in the reader's language; one with places in braces does not compile without their values. */
export function say<const Zh extends string>(
  words: { readonly zh: Zh; readonly en: string },
  ...values: Values<Zh>
): string {
  const text = language.value === 'zh' ? words.zh : words.en;
  const given = (values as readonly Readonly<Record<string, string | number>>[])[0];
  return given ? text.replace(/\{(\w+)\}/g, (place, name: string) => String(given[name] ?? place)) : text;
}

/** Items of a list, with the comma of the reader's language. */
export const listed = (items: readonly string[]): string => items.join(language.value === 'zh' ? '、' : ', ');

/** Declares texts so that the places in them are known to `say`. */
export const texts = <const T extends Readonly<Record<string, Words>>>(all: T): T => all;
