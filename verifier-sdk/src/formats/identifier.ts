import { FormatError } from './error.js';

/** The parts of a GB/T 36904 identifier of an electronic certificate (电子证照标识). */
export interface IdentifierParts {
  /** Certificate type: 21 characters. */
  readonly type: string;
  /** The issuer's GB 32100 code: 18 characters. */
  readonly issuer: string;
  /** 1 to 40 digits and capital letters (流水号). */
  readonly serial: string;
  /** 3 characters. */
  readonly version: string;
}

/** `variant`: two public implementations count letters from 11, not 10. Strange, but no forgery. */
export type IdentifierCheck = 'ok' | 'variant' | 'wrong';

/** An identifier that was read, and whether its check character fits. */
export interface Identifier extends IdentifierParts {
  /** Whether the check character fits. */
  readonly check: IdentifierCheck;
}

/** 电子证照根代码, the root that GB/T 36904 assigns. */
export const identifierRoot = '1.2.156.3005.2';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const shape =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]{1,40})\.([0-9A-Z]{3})\.([0-9A-Z])$/;

function valueOf(code: number, letterA: number): number {
  return code <= 57 ? code - 48 : code - 65 + letterA;
}

/** The running product of ISO 7064 MOD 37,36 (hybrid, §9) after all of the text. */
function product(text: string, letterA: number): number {
  let p = 36;
  for (let i = 0; i < text.length; i++) {
    const s = (p + valueOf(text.charCodeAt(i), letterA)) % 36 || 36;
    p = (s * 2) % 37;
  }
  return p;
}

/**
 * The check character of ISO 7064 MOD 37,36 for digits and capital letters.
 * @throws FormatError `IDENTIFIER_MALFORMED`
 */
export function mod3736(text: string): string {
  if (!/^[0-9A-Z]+$/.test(text)) {
    throw new FormatError('IDENTIFIER_MALFORMED', 'only digits and capital letters have a check character');
  }
  return alphabet[(37 - product(text, 10)) % 36] ?? '';
}

function checkOf(text: string, check: string): IdentifierCheck {
  for (const [letterA, outcome] of [
    [10, 'ok'],
    [11, 'variant'],
  ] as const) {
    if ((product(text, letterA) + valueOf(check.charCodeAt(0), letterA)) % 36 === 1) return outcome;
  }
  return 'wrong';
}

/**
 * Writes an identifier with its check character.
 * @throws FormatError `IDENTIFIER_MALFORMED`
 */
export function formatIdentifier({ type, issuer, serial, version }: IdentifierParts): string {
  const check = mod3736(type + issuer + serial + version);
  const text = [identifierRoot, type, issuer, serial, version, check].join('.');
  if (!shape.test(text))
    throw new FormatError('IDENTIFIER_MALFORMED', 'the parts do not make a GB/T 36904 identifier');
  return text;
}

/**
 * Reads an identifier; a wrong check character is part of the result, not an error.
 * @throws FormatError `IDENTIFIER_MALFORMED`
 */
export function parseIdentifier(text: string): Identifier {
  const [, type, issuer = '', serial = '', version = '', check = ''] = shape.exec(text) ?? [];
  if (!type) throw new FormatError('IDENTIFIER_MALFORMED', 'not a GB/T 36904 identifier');
  return { type, issuer, serial, version, check: checkOf(type + issuer + serial + version, check) };
}
