import { fromUtf8 } from './bytes.js';
import { FormatError } from './error.js';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How much JSON is read at most. */
export interface JsonLimits {
  /** Characters of text; 4 Mi by default. */
  readonly length?: number;
  /** Nested arrays and objects; 32 by default. */
  readonly depth?: number;
  /** All values in it, which in memory take many times their text (`[],[],…`); 2^18 by default. */
  readonly values?: number;
}

const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Printable ASCII that JSON writes as it is: hashes, ids, instants, which are most of all text here. */
const unescaped = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (unescaped.test(text)) return `"${text}"`;
  // It has no UTF-8 (RFC 8785 §3.2.2.2).
  if (lone.test(text)) throw new FormatError('JSON_MALFORMED', 'not JSON: a lone surrogate');
  return JSON.stringify(text);
}

function canonicalObject(object: JsonObject): string {
  const members: string[] = [];
  // Array.prototype.sort compares UTF-16 code units: just what RFC 8785 §3.2.3 asks for.
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members.push(`${canonicalText(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/**
 * JSON Canonicalization Scheme (RFC 8785). Members that are `undefined` are left out.
 * @throws FormatError `JSON_MALFORMED`
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return canonicalText(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new FormatError('JSON_MALFORMED', 'not a finite number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`;
  return canonicalObject(value as JsonObject);
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

class Reader {
  #at = 0;
  readonly #text: string;
  readonly #depth: number;
  #valuesLeft: number;

  constructor(text: string, depth: number, values: number) {
    this.#text = text;
    this.#depth = depth;
    this.#valuesLeft = values;
  }

  document(): Json {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at !== this.#text.length) throw this.#wrong('text after the value');
    return value;
  }

  #wrong(what: string): FormatError {
    return new FormatError('JSON_MALFORMED', `not JSON: ${what} at character ${this.#at}`);
  }

  // Space and strings go character by character: a pattern for each took three times as long.
  #skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  /** Up to a quote, a backslash or a control character, which RFC 8259 §7 forbids inside a string. */
  #skipPlain(): void {
    const text = this.#text;
    let at = this.#at;
    for (let code = text.charCodeAt(at); code >= 0x20; code = text.charCodeAt(at)) {
      if (code === QUOTE || code === BACKSLASH) break;
      at += 1;
    }
    this.#at = at;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  /** The next character that is not white space, consumed when it is the wanted one. */
  #take(wanted: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #word(word: string, value: Json): Json {
    if (!this.#text.startsWith(word, this.#at)) throw this.#wrong('an unknown word');
    this.#at += word.length;
    return value;
  }

  #value(depth: number): Json {
    if (depth > this.#depth) throw new FormatError('JSON_LIMIT', `JSON deeper than ${this.#depth}`);
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) throw new FormatError('JSON_LIMIT', 'JSON of more values than may be');
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #number(): number {
    const start = this.#at;
    if (!this.#skip(number)) throw this.#wrong('an unexpected character');
    const value = Number(this.#text.slice(start, this.#at));
    if (!Number.isFinite(value)) throw this.#wrong('a number out of range');
    return value;
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    this.#skipPlain();
    if (this.#text.charCodeAt(this.#at) === QUOTE) {
      this.#at += 1;
      return this.#text.slice(start + 1, this.#at - 1);
    }
    while (this.#skip(escape)) this.#skipPlain();
    if (this.#text.charCodeAt(this.#at) !== QUOTE) throw this.#wrong('an unfinished string');
    this.#at += 1;
    const text = JSON.parse(this.#text.slice(start, this.#at)) as string;
    // An escape can write half a pair, which no UTF-8 and no canonical form has (RFC 8259 §8.2, RFC 7493 §2.1).
    if (lone.test(text)) throw this.#wrong('a lone surrogate');
    return text;
  }

  #array(depth: number): Json[] {
    this.#at += 1;
    const items: Json[] = [];
    if (this.#take(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) throw this.#wrong('an unfinished array');
    return items;
  }

  #object(depth: number): JsonObject {
    this.#at += 1;
    const object: Record<string, Json> = {};
    if (this.#take('}')) return object;
    do this.#member(object, depth);
    while (this.#take(','));
    if (!this.#take('}')) throw this.#wrong('an unfinished object');
    return object;
  }

  #member(object: Record<string, Json>, depth: number): void {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== QUOTE) throw this.#wrong('no member name');
    const key = this.#string();
    if (Object.hasOwn(object, key)) throw this.#wrong('a member named twice');
    if (!this.#take(':')) throw this.#wrong('no colon');
    const value = this.#value(depth + 1);
    if (key !== '__proto__') object[key] = value;
    else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  }
}

/**
 * Strict JSON (RFC 8259): bounded in size, depth and values, no member named twice, no lone surrogate, bytes only as UTF-8.
 * @throws FormatError `JSON_MALFORMED`
 */
export function parseJson(input: string | Uint8Array, limits: JsonLimits = {}): Json {
  const max = limits.length ?? 4 * 1024 * 1024;
  if (input.length > max) throw new FormatError('JSON_LIMIT', `JSON longer than ${max}`);
  const text = typeof input === 'string' ? input : fromUtf8(input);
  if (typeof input === 'string' && lone.test(text))
    throw new FormatError('JSON_MALFORMED', 'not JSON: a lone surrogate');
  return new Reader(text, limits.depth ?? 32, limits.values ?? 2 ** 18).document();
}

/**
 * JSON whose bytes are exactly its canonical form (RFC 8785): one value, one text, one hash.
 * @throws FormatError `JSON_MALFORMED`
 */
export function parseCanonicalJson(input: string | Uint8Array, limits: JsonLimits = {}): Json {
  const text = typeof input === 'string' ? input : fromUtf8(input);
  const value = parseJson(text, limits);
  if (canonicalJson(value) !== text)
    throw new FormatError('JSON_MALFORMED', 'JSON is not canonical (RFC 8785)');
  return value;
}
