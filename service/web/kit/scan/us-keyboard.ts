/** Signs of a US keyboard by `KeyboardEvent.code`, plain and shifted: what a reader types, whatever the layout. */
const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/**
 * The sign of a key that an input method (输入法) holds back: the browser then names the key, not the sign
 * (UI Events §4.3.3: `Process`).
 */
export function signOfKey(code: string, isShifted: boolean): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter !== undefined) return isShifted ? letter : letter.toLowerCase();
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return isShifted ? (SHIFTED_DIGITS[Number(digit)] ?? '') : digit;
  return SIGNS[code]?.[isShifted ? 1 : 0] ?? '';
}
