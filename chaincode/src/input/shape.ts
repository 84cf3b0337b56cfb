import { Refusal } from '../refusal';
import type { Json, JsonObject } from '../canonical/json';
import { writtenForm } from '../written-form/index.js';

function invalid(where: string, problem: string): Refusal {
  return new Refusal('INPUT_INVALID', `${where} ${problem}`);
}

/** An object with exactly these members: every required one, any of the optional, no other. */
export function members(
  value: Json | undefined,
  where: string,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw invalid(where, 'is not an object');
  const object = value as JsonObject;
  for (const name of required) {
    if (!Object.hasOwn(object, name)) throw invalid(where, `lacks ${name}`);
  }
  const other = Object.keys(object).find((name) => !required.includes(name) && !optional.includes(name));
  if (other !== undefined) throw invalid(where, 'has a member that is not known');
  return object;
}

/** Text in one of the closed forms of ./forms. */
export function form(value: Json | undefined, where: string, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw invalid(where, `is not ${what}`);
  return value;
}

/** Control characters (a fixed set in Unicode), separators of lines and paragraphs, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\u2028\u2029]/u;

/** A name for people: 1 to `max` characters, no control characters, no white space at its ends. */
export function name(value: Json | undefined, where: string, max = 200): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > max) {
    throw invalid(where, `is not text of 1 to ${max} characters`);
  }
  if (UNPRINTABLE.test(value) || value.trim() !== value) {
    throw invalid(where, 'holds control characters, lone surrogates or outer white space');
  }
  return value;
}

/**
 * A name of an issuer, a type or a province, in its written form, so that names that look alike are one.
 *
 * @throws Refusal `NAME_FORM`, with the written form or the character that is in its way
 */
export function writtenName(value: Json | undefined, where: string): string {
  const given = name(value, where);
  const { text, refusals } = writtenForm(given);
  const [refused] = refusals;
  if (refused !== undefined) {
    throw new Refusal(
      'NAME_FORM',
      `${where} holds ${refused.character}, which no name may (${refused.reason})`,
    );
  }
  if (text !== given)
    throw new Refusal('NAME_FORM', `${where} is not in its written form, which is “${text}”`);
  return given;
}

/** A whole number within inclusive bounds. */
export function integer(value: Json | undefined, where: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
    throw invalid(where, `is not a whole number from ${min} to ${max}`);
  }
  return value;
}

/** One of a closed list. */
export function oneOf<T extends string>(value: Json | undefined, where: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw invalid(where, `is not one of ${choices.join(', ')}`);
  return choice;
}

/** A list within inclusive bounds, each item read by `read`. */
export function list<T>(
  value: Json | undefined,
  where: string,
  bounds: { readonly min: number; readonly max: number },
  read: (item: Json, where: string) => T,
): T[] {
  if (!Array.isArray(value) || value.length < bounds.min || value.length > bounds.max) {
    throw invalid(where, `is not a list of ${bounds.min} to ${bounds.max} items`);
  }
  return (value as Json[]).map((item, index) => read(item, `${where}[${index}]`));
}

/** Refuses a list that is not strictly ascending by UTF-16 units (all keys here are ASCII). */
export function ascending<T>(items: readonly T[], where: string, key: (item: T) => string): readonly T[] {
  items.forEach((item, index) => {
    const before = items[index - 1];
    if (before !== undefined && key(before) >= key(item))
      throw invalid(where, 'is not sorted, or repeats an item');
  });
  return items;
}
