/**
 * A text with its control, format and unassigned characters as `\uXXXX`: names come from others, and an ESC in one
 * would speak to the reader's terminal, a right-to-left override would turn the line around. Inside JSON the
 * escapes mean what they stand for. Line feeds stay.
 */
export const visible = (text: string): string =>
  text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escape(character.charCodeAt(at))).join(''),
  );

const escape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
