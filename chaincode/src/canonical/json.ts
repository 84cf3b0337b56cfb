/** What the contract stores and returns: JSON with whole numbers only. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a text has UTF-8: no lone surrogate. */
export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

/**
 * Canonical JSON (RFC 8785). Names sort by UTF-16 code units (§3.2.3); strings and numbers are
 * serialised as ECMAScript does, which is what the RFC asks for. Lone surrogates are refused.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return number(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return object(value);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function object(value: JsonObject): string {
  const members = Object.keys(value)
    .sort(byCodeUnits)
    .map((name) => `${quote(name)}:${canonicalJson(value[name] as Json)}`);
  return `{${members.join(',')}}`;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function quote(text: string): string {
  if (!isWellFormed(text)) throw new TypeError('a string holds a lone surrogate');
  return JSON.stringify(text);
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('a number is not finite');
  return JSON.stringify(value);
}
